"""Posting: stored before it is acked, once, in order, masked, and told to everybody else."""

from gighall.base.limits import MESSAGE_CHARACTERS_MAX
from tests.live.hands import beside
from tests.live.line import Lines, new_key
from tests.live.program import LiveProgram, Talk, make_record, run_sql


async def test_hello_names_me_and_my_open_records(lines: Lines, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)

    assert buyer.hello["v"] == 1
    assert buyer.hello["me"] == talk.buyer.person.public_id
    assert buyer.hello["records"] == [{"c": talk.c, "kind": "order", "last": 0}]


async def test_a_post_is_acked_to_its_socket_and_brought_to_all_others(lines: Lines, talk: Talk) -> None:
    phone, desk = await lines.open(talk.buyer), await lines.open(talk.buyer)
    seller = await lines.open(talk.seller)
    key = new_key()

    ack = await phone.post(talk.c, "Good morning!", key)

    at_desk = await desk.until("entry")
    at_seller = await seller.until("entry")
    assert (ack["op"], ack["n"], ack["marks"]) == ("ack", 1, [])
    assert (at_desk["k"], at_desk["t"], at_desk["by"]) == (key, "Good morning!", talk.buyer.person.public_id)
    assert "k" not in at_seller
    assert (at_seller["n"], at_seller["at"], at_seller["kind"]) == (1, ack["at"], "message")
    assert phone.heard == []


async def test_contact_details_are_masked_in_transit_and_both_are_told_why(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    desk = await lines.open(talk.buyer)
    words = "🙂 write to anna@mail.example or call +49 151 23456789, thanks"

    ack = await buyer.post(talk.c, words)

    seen, own = await seller.until("entry"), await desk.until("entry")
    assert [words[mark["s"] : mark["e"]] for mark in ack["marks"]] == [
        "anna@mail.example",
        "+49 151 23456789",
    ]
    assert seen["t"] == "🙂 write to █████ or call █████, thanks"
    assert [seen["t"][mark["s"] : mark["e"]] for mark in seen["marks"]] == ["█████", "█████"]
    assert all(mark["why"] and mark["clause"] == "/terms/#outside-contact" for mark in seen["marks"])
    assert "own" not in seen
    assert own["own"] == words
    assert [words[mark["own_s"] : mark["own_e"]] for mark in own["marks"]] == [
        "anna@mail.example",
        "+49 151 23456789",
    ]


async def test_a_repeated_post_gets_the_first_ack_and_is_told_once(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    key = new_key()

    first = await buyer.post(talk.c, "Once.", key)
    second = await buyer.post(talk.c, "Once.", key)
    await buyer.post(talk.c, "After it.")

    assert second == first
    assert (await seller.until("entry"))["t"] == "Once."
    assert (await seller.until("entry"))["t"] == "After it."


async def test_a_key_with_other_words_is_refused(lines: Lines, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)
    key = new_key()
    await buyer.post(talk.c, "Once.", key)

    answer = await buyer.post(talk.c, "Other words.", key)

    assert (answer["op"], answer["why"]) == ("refused", "key_reused")
    assert answer["say"]


async def test_the_same_key_of_the_other_side_is_another_message(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    key = new_key()

    for line, words in ((buyer, "Mine."), (seller, "Theirs."), (buyer, "Mine."), (seller, "Mine.")):
        await line.say(op="post", c=talk.c, k=key, t=words)
    mine, mine_again = [await buyer.answer_to(key) for _attempt in range(2)]
    theirs, not_theirs = [await seller.answer_to(key) for _attempt in range(2)]

    assert {mine["n"], theirs["n"]} == {1, 2}
    assert (mine_again, not_theirs["why"]) == (mine, "key_reused")


async def test_the_same_key_in_another_record_is_another_message(lines: Lines, talk: Talk) -> None:
    other = await beside(make_record, talk.buyer, talk.outsider)
    buyer = await lines.open(talk.buyer)
    key = new_key()

    here, there = await buyer.post(talk.c, "Here.", key), await buyer.post(other.public_id, "There.", key)

    assert [(answer["c"], answer["n"]) for answer in (here, there)] == [(talk.c, 1), (other.public_id, 1)]


async def test_one_key_on_many_sockets_at_once_is_one_message(lines: Lines, talk: Talk) -> None:
    devices = [await lines.open(talk.buyer) for _device in range(4)]
    seller = await lines.open(talk.seller)
    key = new_key()

    for line in devices:
        for _attempt in range(5):
            await line.say(op="post", c=talk.c, k=key, t="Once.")
    answers = [await line.answer_to(key) for line in devices for _attempt in range(5)]

    assert {(answer["op"], answer["n"], answer["at"]) for answer in answers} == {("ack", 1, answers[0]["at"])}
    assert [entry["k"] for entry in await devices[0].catch_up(talk.c)] == [key]
    assert [entry["n"] for entry in await seller.catch_up(talk.c)] == [1]
    assert [frame["n"] for frame in seller.heard if frame["op"] == "entry"] == [1]


async def test_of_one_key_with_two_texts_the_first_is_kept_even_in_one_batch(
    lines: Lines, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    texts = ["First words.", "Other words.", "Words to anna@mail.example.", "First words."]
    key = new_key()

    for text in texts:
        await buyer.say(op="post", c=talk.c, k=key, t=text)
    answers = [await buyer.answer_to(key) for _text in texts]

    assert [answer.get("why", answer["op"]) for answer in answers] == [
        "ack",
        "key_reused",
        "key_reused",
        "ack",
    ]
    assert [entry["t"] for entry in await buyer.catch_up(talk.c)] == ["First words."]


async def test_a_masked_message_keeps_its_key_for_its_full_words(lines: Lines, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)
    words, key = "Write to anna@mail.example", new_key()

    first = await buyer.post(talk.c, words, key)

    assert await buyer.post(talk.c, words, key) == first
    # What the other side reads is not what was sent.
    assert (await buyer.post(talk.c, "Write to █████", key))["why"] == "key_reused"
    assert (await buyer.post(talk.c, "Write to otto@mail.example", key))["why"] == "key_reused"


async def test_many_posts_at_once_keep_their_order(lines: Lines, talk: Talk) -> None:
    buyer, seller = await lines.open(talk.buyer), await lines.open(talk.seller)
    keys = [new_key() for _position in range(120)]

    for position, key in enumerate(keys):
        await (buyer if position % 2 else seller).say(op="post", c=talk.c, k=key, t=f"Line {position}")
    answers = [await (buyer if position % 2 else seller).answer_to(key) for position, key in enumerate(keys)]

    assert sorted(answer["n"] for answer in answers) == list(range(1, 121))
    for line in (buyer, seller):
        entries = await line.catch_up(talk.c)
        assert [entry["n"] for entry in entries] == list(range(1, 121))
        for parity in (0, 1):
            said = [
                int(entry["t"].split()[1]) for entry in entries if int(entry["t"].split()[1]) % 2 == parity
            ]
            assert said == sorted(said)


async def test_words_that_cannot_be_a_message_are_refused_with_a_sentence(lines: Lines, talk: Talk) -> None:
    buyer = await lines.open(talk.buyer)
    too_long = "a" * (MESSAGE_CHARACTERS_MAX + 1)

    for words in ("", "  \n", too_long, "nul \x00", "half \ud83d of one"):
        answer = await buyer.post(talk.c, words)
        assert (answer["op"], answer["why"]) == ("refused", "message_unfit")
        assert answer["say"]
    assert (await buyer.post(talk.c, "🙂" * MESSAGE_CHARACTERS_MAX))["n"] == 1


async def test_an_outsider_can_neither_write_nor_read(lines: Lines, talk: Talk) -> None:
    outsider, buyer = await lines.open(talk.outsider), await lines.open(talk.buyer)

    answer = await outsider.post(talk.c, "Let me in.")
    await outsider.say(op="since", c=talk.c, n=0)
    error = await outsider.until("error")
    await buyer.post(talk.c, "Between us.")
    await outsider.say(op="ping")

    assert (answer["op"], answer["why"]) == ("refused", "no_access")
    assert (error["why"], error["c"]) == ("no_access", talk.c)
    assert outsider.hello["records"] == []
    assert (await outsider.until("pong"))["at"] > 0
    assert outsider.heard == []


async def test_a_closed_record_is_read_and_not_continued(
    program: LiveProgram, lines: Lines, talk: Talk
) -> None:
    buyer = await lines.open(talk.buyer)
    await buyer.post(talk.c, "The last words.")
    run_sql(program.database_url, "UPDATE record SET closed_at = last_at WHERE public_id = %s", talk.c)

    answer = await buyer.post(talk.c, "One more.")

    assert (answer["op"], answer["why"]) == ("refused", "closed")
    assert [entry["t"] for entry in await buyer.catch_up(talk.c)] == ["The last words."]
