"""Public actions that have no page, or no API call, each with the reason.

The test beside this file fails for an action without a door that is not listed here, and for a listed
one that has got its door or is gone.
"""

# room.action -> why neither people nor programs call it by itself.
INNER: dict[str, str] = {
    "accounts.confirm_address": "People confirm with the code of the mail; this serves the first admin.",
    "accounts.open_demo_hall": "Ends the making of the demo world; a real hall never becomes one.",
    "accounts.publish_first_terms": "`gighall migrate` publishes the terms that come with the program.",
    "chat_sessions.close_line": "The live door calls it: presence is a socket that answers, never a claim.",
    "chat_sessions.note_presence": "The live door calls it: presence is a socket that answers, never a claim.",
    "chat_sessions.sweep_sessions": "The jobs call it: time presses, nobody else.",
    "conversations.judged_message": "Part of conversations.post_message and orders.deliver.",
    "conversations.judging_again": "What actions with words are made of: it judges again, nothing by itself.",
    "conversations.message_entry": "Part of conversations.post_message and orders.deliver.",
    "conversations.finish_uploads": "The jobs call it: an upload that is all here waits, nobody else.",
    "files.append_bytes": "One step of conversations.take_part, nothing by itself.",
    "files.arrived_file": "One step of conversations.finish_upload, nothing by itself.",
    "files.digest_of": "One step of conversations.post_file, nothing by itself.",
    "files.end_upload": "One step of conversations.finish_upload, nothing by itself.",
    "files.forget_bytes": "One step of conversations.post_file, when its transaction failed.",
    "files.forget_upload": "One step of conversations.cancel_upload and of the sweep.",
    "files.keep_bytes": "One step of conversations.post_file, nothing by itself.",
    "files.keep_upload": "One step of conversations.begin_upload, nothing by itself.",
    "files.note_arrival": "One step of conversations.take_part, nothing by itself.",
    "files.note_arrivals": "One step of conversations.finish_uploads, nothing by itself.",
    "files.note_progress": "One step of conversations.take_part, nothing by itself.",
    "files.store_file": "One step of conversations.post_file, nothing by itself.",
    "files.sweep_uploads": "The jobs call it: time presses, nobody else.",
    "ledger.account_of": "Part of every action that moves money.",
    "ledger.credit_person": "Part of every action that brings credits into the hall.",
    "ledger.hall_account": "Part of every action that moves money.",
    "ledger.place_hold": "The buyer orders through orders.place_order.",
    "ledger.release_hold": "Part of orders.accept_delivery and orders.sweep_deadlines.",
    "ledger.settle_hold": "Part of whatever ends an order.",
    "notices.notify": "Part of the actions that have something to tell.",
    "notices.notify_address": "Part of inviting somebody who may not have joined.",
    "notices.send_mail": "A job calls it for each stored mail.",
    "orders.decide": "Staff decide through desk.decide_case.",
    "orders.deliver_transcript": "The hall delivers when a session ends: chat_sessions.end_session and the sweep.",
    "orders.stop_for_support": "People ask support through desk.open_case.",
    "orders.sweep_deadlines": "The jobs call it: time presses, nobody else.",
    "payments.keep_reconciliation": "A job calls it once a day; staff see the same check live.",
    "orders.tell_of_waiver": "Part of granting and revoking an exception, which staff do at the desk.",
    "policy.grant_waiver": "Staff grant an exception at the desk, which tells the orders too.",
    "policy.judge_words": "Part of conversations.post_message and orders.deliver.",
    "policy.note_place": "Part of orders.place_order and orders.accept_offer.",
    "policy.revoke_waiver": "Staff revoke an exception at the desk, which tells the orders too.",
    "policy.store_verdict": "People write through conversations.post_message.",
    "record.append_entries": "The last write of every action that has a record.",
    "record.append_entry": "The last write of conversations.post_message.",
    "record.close_record": "The sweeper ends a talk some time after its order.",
    "record.erase_entries": "The operator erases with `gighall erase`, beside the running hall.",
    "record.index_words": "The jobs call it: the words of new entries wait, nobody else.",
    "record.set_may_write": "Part of blocking and unblocking somebody.",
    "record.raise_facts": "Part of granting and revoking an exception.",
    "record.open_record": "The buyer orders through orders.place_order.",
}

# room.action -> why people cannot press it on a page.
WITHOUT_PAGE: dict[str, str] = INNER | {
    "conversations.begin_upload": "The page's script speaks tus as programs do; without it a plain form sends.",
    "conversations.take_part": "The page's script speaks tus as programs do; without it a plain form sends.",
    "conversations.finish_upload": "The door takes it with the last part; the jobs do it where a line broke.",
    "conversations.cancel_upload": "The page's script speaks tus as programs do; without it a plain form sends.",
    "conversations.mark_received": "Devices tell it, through the socket or the API; a page that is open is read.",
    "accounts.use_token": "Tokens are for programs: the API and the socket call it at the door.",
}

# room.action -> why programs cannot call it.
WITHOUT_API: dict[str, str] = INNER | {
    "conversations.move_draft": "A program saves a draft where it wants it.",
    "notices.keep_mail": "Called for every mail that a page or an action writes.",
    "accounts.join": "Joining takes a person who reads the terms and confirms an address.",
    "accounts.ring_sign_in_ended": "Part of ending a sign-in, which programs do not have: they hold tokens.",
    "accounts.set_up_hall": "There is nobody yet who could hold a token.",
}
