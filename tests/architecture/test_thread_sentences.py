"""The help thread that the hall was made from: each of its sentences names the tests that prove it true here."""

import ast

import pytest

from tests.architecture.code import ROOT

WHOLE = "journeys/test_whole_thread.py::test_the_whole_thread_in_a_hall_of_ones_own"
# What the thread says, in our words, and where it is proved; paths are those of `tests/`.
SENTENCES = {
    "The first thing on the page is a way to jump to its content": (
        "web/test_forum_pages.py::test_jump_to_content_is_the_first_thing_on_every_page",
    ),
    "A score stands beside the question and beside each answer, zero too": (
        "web/test_forum_pages.py::test_a_guest_sees_score_and_arrows_and_cannot_press_them",
        "web/test_forum_pages.py::test_scores_have_a_real_minus_sign_and_zero_is_0",
    ),
    "The question has its title and who asked it": (
        "web/test_forum_pages.py::test_the_title_is_the_one_heading_and_the_asker_leads_to_the_profile",
    ),
    "The page counts the answers to the question": (
        "web/test_forum_pages.py::test_the_heading_counts_answers_only",
        "web/test_forum_pages.py::test_counts_are_the_same_on_board_page_api_and_structured_data",
    ),
    "Recommended posts stand above the answers": (
        "web/test_forum_pages.py::test_the_recommended_block_stands_above_all_answers_on_every_page",
    ),
    "A quote says how long ago somebody said it, and who": (
        "web/test_forum_pages.py::test_a_quote_says_when_and_who_and_leads_to_the_source",
    ),
    "An edited post says who edited it": (
        "web/test_forum_pages.py::test_an_edit_is_told_below_the_post_with_a_readable_history",
    ),
    "Likes are counted": ("web/test_forum_pages.py::test_likes_are_counted_by_kind_and_lead_to_who",),
    "Each comment has a link of its own": (
        "web/test_forum_pages.py::test_a_post_has_a_permanent_link_that_leads_to_its_page",
    ),
    "It can be shared on other sites": (
        "web/test_forum_pages.py::test_sharing_sends_nothing_before_a_press",
    ),
    "Who wants to comment is asked to sign in": (
        "web/test_forum_pages.py::test_a_guests_words_are_there_again_after_the_sign_in",
        "journeys/test_community.py::test_a_guest_reads_everything_and_comes_back_from_the_sign_in_with_the_words",
    ),
    "Something new can be created from every page": (
        "web/test_forum_pages.py::test_create_new_offers_what_one_may_make",
    ),
    "A new seller offers text chat instead of video chat, and asks where the sessions are held": (
        "web/test_gig_editor.py::test_the_editor_says_of_each_kind_where_the_talk_takes_place",
        "domain/test_seed_words.py::test_where_sessions_are_held_can_be_asked_in_an_inbox",
        WHOLE,
    ),
    "Meeting people outside is not allowed, it is against the terms, and that is enforced strictly": (
        "domain/accounts/test_terms.py::test_the_shipped_terms_are_published_once_and_have_the_contact_clause",
        "domain/test_verdicts.py::test_contact_details_after_hiding_them_too_often_are_refused_and_the_attempt_is_kept",
        "web/test_contact_page.py::test_every_verdict_leads_there_on_pages_and_in_the_api",
    ),
    "The platform has a chat with an inbox": (
        "domain/test_inbox.py::test_a_pair_has_one_conversation_whoever_writes_about_whichever_gig",
        "journeys/test_inbox.py::test_words_go_along_to_the_order_page_and_a_block_ends_the_talk_live",
    ),
    "Each order has a page of its own, on which the conversation goes on": (
        "journeys/test_first_thread.py::test_first_thread_in_a_hall_of_ones_own",
        "journeys/test_whole_sale.py::test_a_whole_sale_in_a_hall_of_ones_own",
    ),
    "Files are shared on it": (
        "domain/test_files.py::test_a_file_is_an_entry_with_its_digest",
        "domain/test_files.py::test_only_the_two_of_the_talk_get_the_bytes",
    ),
    "The work is delivered on it, and revisions are asked for": (
        "domain/test_order_moves.py::test_a_delivery_picks_ones_own_messages_of_the_talk",
        "domain/test_order_moves.py::test_a_revision_is_counted_gives_time_and_leads_back_to_work",
    ),
    "Feedback is given on it": ("domain/test_feedback.py::test_feedback_is_blind_until_both_have_given_it",),
    "Problems are solved in its resolution centre": (
        "domain/test_order_moves.py::test_a_part_of_the_money_goes_back_and_the_rest_to_the_seller",
        "domain/test_cases.py::test_a_decision_ends_the_order_and_moves_the_money_once",
    ),
    "The inbox is for the talk before an order": (
        "domain/test_inbox.py::test_contact_details_are_withheld_before_an_order",
        "journeys/test_inbox.py::test_words_go_along_to_the_order_page_and_a_block_ends_the_talk_live",
    ),
    "Within the order the seller can offer a video call, with business clients": (
        "live/test_video_call.py::test_both_sides_see_each_other_and_minutes_together_count",
        "web/test_video_pages.py::test_an_ordinary_order_says_why_it_has_no_call_and_how_to_have_one",
        "rules/test_video_rules.py::test_calls_belong_to_video_gigs_and_business_clients_unless_the_operator_widens_it",
        WHOLE,
    ),
    "Contact details stay out; what a service needs of them is shared within the order alone": (
        "domain/test_exceptions.py::test_it_never_holds_in_the_inbox_nor_in_an_order_of_another_gig",
        "domain/test_exceptions.py::test_answers_with_declared_details_stand_as_before_and_others_only_under_an_exception",
    ),
    "Text chat that is sold is held within the order": (
        "journeys/test_session.py::test_two_hold_a_session_and_the_timer_agrees_with_what_is_billed",
        "domain/test_transcript_delivery.py::test_the_transcript_of_an_ended_session_is_the_delivery",
    ),
    "A service that needs outside contact, such as coaching, may have an exception; support confirms it first": (
        "domain/test_exceptions.py::test_the_same_message_is_withheld_allowed_and_withheld_again_after_revocation",
        "journeys/test_exception.py::test_an_exception_is_asked_for_granted_seen_and_revoked",
        WHOLE,
    ),
    "Everybody accepted the terms when they signed up, and can read them": (
        "domain/accounts/test_joining.py::test_joining_keeps_the_address_unconfirmed_and_the_acceptance",
        "web/accounts/test_account_pages.py::test_the_page_names_the_accepted_version_and_links_to_it",
    ),
    "Who asked says thank you, with a quote of the answer": (
        "domain/test_forum_thread.py::test_the_whole_thread_is_posted_as_it_is_written",
        WHOLE,
    ),
    "Nothing of the thread itself is withheld by the rule that it explains": (
        "domain/test_seed_words.py::test_the_thread_itself_is_at_most_noted_in_the_community",
        "domain/test_seed_words.py::test_the_whole_thread_as_one_text_is_at_most_noted_in_every_place",
    ),
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_sentence_names_tests_that_are_there(sentence: str) -> None:
    for named in SENTENCES[sentence]:
        path, name = named.split("::")
        file = ROOT / "tests" / path
        assert file.exists(), named
        tree = ast.parse(file.read_text(encoding="utf-8"))

        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, named
