"""A question that anybody may have asked costs one thread, however many ask."""

import threading

from serving import lately

WITHIN = 30  # seconds


def asked(answers):
    """(Lately, how often it asked): it gets these answers in turn."""
    count = []

    def ask():
        count.append(1)
        return answers[len(count) - 1]

    return lately.Lately(ask), count


def test_an_answer_counts_for_a_while(monkeypatch):
    question, count = asked(["up", "down"])
    assert [question(), question()] == ["up", "up"]
    monkeypatch.setattr(lately, "SECONDS", 0)
    assert question() == "down"
    assert len(count) == 2


def test_who_comes_while_it_is_asked_hears_the_answer_before(monkeypatch):
    monkeypatch.setattr(lately, "SECONDS", 0)
    asking, answered = threading.Event(), threading.Event()
    answers = iter(["up", "down"])

    def ask():
        answer = next(answers)
        if answer == "down":
            asking.set()
            answered.wait(WITHIN)
        return answer

    question = lately.Lately(ask)
    assert question() == "up"
    slow = threading.Thread(target=question)
    slow.start()
    assert asking.wait(WITHIN)
    assert [question() for _ in range(100)] == ["up"] * 100
    answered.set()
    slow.join(WITHIN)
    monkeypatch.setattr(lately, "SECONDS", 60)
    assert question() == "down"


def test_of_many_who_wait_for_the_first_answer_one_asks():
    start, count = threading.Barrier(20), []
    question = lately.Lately(lambda: count.append(1) or "up")
    heard = []

    def hear():
        start.wait(WITHIN)
        heard.append(question())

    threads = [threading.Thread(target=hear) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WITHIN)
    assert (heard, len(count)) == (["up"] * 20, 1)


def test_a_question_that_fails_is_asked_again():
    def fail():
        raise OSError

    question = lately.Lately(fail)
    for _ in range(3):
        try:
            question()
        except OSError:
            continue
        raise AssertionError("it has no answer")
