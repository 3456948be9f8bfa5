"""Cause: which programme moved which lever where two watched lives part, or by whose place in a queue it came."""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.comparing.cause_words import AROUND, GROUNDS, LEVERS, STATES, UNTOLD, Ground
from experiments.comparing.followed import Followed, Month, added_to
from experiments.comparing.life import Call, Parting, chance_of, closest, lone_decision, parting, told_call
from experiments.words import capital, does, listed, month_name, number
from sim.intervention import Intervention
from sim.watch import Decision

type Added = Sequence[type[Intervention]]
THEY = {"her": ("she", "her"), "his": ("he", "him")}


@dataclass(frozen=True)
class Sign:
    """The first thing about a person that differs between two worlds: a column, and the word that writes it."""

    month: int
    column: str
    word: str


def why(without: Followed, along: Followed, her: str) -> list[str]:
    """Return in sentences where two lives part and why: the draw, the chances, and the lever that moved them."""
    added, found = added_to(along.scenario), parting(without, along)
    if found is None:
        return _together(without, along, added, her)
    said = [f"The two lives part in {month_name(found.month)}.", *_reach(along, added, found.month, her)]
    sign = first_sign(without, along, found)
    if found.call is not None:
        return [*said, f"{capital(told_call(found.call, her))}.", *_of_call(without, along, found.call, sign, her)]
    alone = lone_decision(without, along, found.month)
    if alone is not None:
        rests = _rests("Whether it came to that rests", without, along, word_of(alone.decision), alone.month, her)
        return [*said, told_lone(alone, alone in along.decisions, added, her), *rests]
    if sign is not None:
        return [*said, *_of_sign("No draw noted for {them} parts them: the first", without, along, sign, her)]
    return [*said, _say("No draw noted for {them} parts them.", her), _others(added)]


def _together(without: Followed, along: Followed, added: Added, her: str) -> list[str]:
    near = closest(without, along)
    if near is None:
        return [f"With {listed([one.title for one in added])} nothing differs for this person, not even a chance."]
    sign = first_sign(without, along, Parting(near.month, near))
    return [
        "The two lives never part.",
        *_reach(along, added, near.month, her),
        f"The closest call came in {month_name(near.month)}: {told_call(near, her)}.",
        *_of_call(without, along, near, sign, her),
    ]


def _reach(along: Followed, added: Added, month: int, her: str) -> list[str]:
    """Return when each programme last reached this person up to a month, if it did."""
    said = []
    for one in added:
        by_then = [at for at in along.reached.get(one.name, ()) if at <= month]
        if by_then:
            when = "that month" if by_then[-1] == month else f"in {month_name(by_then[-1])}"
            said.append(f"{one.title} reached {THEY[her][1]} {when}.")
    return said


def first_sign(without: Followed, along: Followed, found: Parting) -> Sign | None:
    """Return what differs first, up to the month of parting; in it only what acts before the draw that parts."""
    order = list(dict.fromkeys(along.words.values()))
    deciding = order.index(word_of(found.call.decision)) if found.call is not None else len(order)
    for month in range(min(found.month + 1, len(along.months), len(without.months))):
        there, here = without.months[month].state, along.months[month].state
        if not there or not here:
            return None
        for column, word in along.words.items():
            if column in UNTOLD or (month == found.month and order.index(word) >= deciding):
                continue
            if there[column] != here[column]:
                return Sign(month, column, word)
    return None


def word_of(decision: str) -> str:
    """Return the word whose decision it is.

    >>> word_of("loneliness.easing"), word_of("handover")
    ('loneliness', 'handover')
    """
    return decision.partition(".")[0]


def told_lone(alone: Decision, is_along: bool, added: Added, her: str) -> str:
    """Return a decision that was taken in one of two worlds only."""
    where = "with" if is_along else "without"
    return (
        f"Only {where} {listed([one.title for one in added])} was there a draw for {chance_of(alone.decision)}: "
        f"{her} luck was {alone.luck:.3f} and the chance {alone.chance:.3f}."
    )


def _of_call(without: Followed, along: Followed, call: Call, sign: Sign | None, her: str) -> list[str]:
    """Return what moved the chance of a call: a lever on it, what had differed before, and what else it rests on."""
    said = [] if call.ratio == call.usual else [_ratio(call, added_to(along.scenario), her)]
    if sign is not None:
        said += _of_sign("The first", without, along, sign, her)
    if not said or _moved(without, along, _ground(call.decision), call.month):
        said += _rests("That chance rests", without, along, call.decision, call.month, her)
    return list(dict.fromkeys(said))


def _ratio(call: Call, added: Added, her: str) -> str:
    what = f"the rate of {chance_of(call.decision)}"
    also = "" if call.usual == 1.0 else f", and without it at {number(call.usual)} times"
    pulled = [one.title for one in added if call.decision in one.changes]
    if pulled:
        held = does(listed(pulled), "holds")
        return f"The lever that moved it is {what}: {held} it at {number(call.ratio)} times what it would be{also}."
    return _say(
        f"What {{she}} goes without moved it: unmet need holds {what} at {number(call.ratio)} times{also}.", her
    )


def _of_sign(begins: str, without: Followed, along: Followed, sign: Sign, her: str) -> list[str]:
    what = f"{begins} thing to differ was {STATES.get(sign.column, sign.word)}, in {month_name(sign.month)}."
    return [_say(what, her), *_rests("It rests", without, along, sign.word, sign.month, her)]


def _rests(begins: str, without: Followed, along: Followed, word: str, month: int, her: str) -> list[str]:
    """Return what a word or a decision rests on, what programmes did to that, and how it stood in the two worlds."""
    ground = _ground(word)
    said = [f"{begins} on {ground.queue}."] if ground.queue else []
    done, stood = _moved(without, along, ground, month), _stood(without, along, ground, month)
    said += [f"{capital(_say(one, her))}." for one in (*(f"The lever: {pulled}" for pulled in done), *stood)]
    return (
        [_say(one, her) for one in said]
        if done
        else [*(_say(one, her) for one in said), _others(added_to(along.scenario))]
    )


def _ground(word: str) -> Ground:
    return GROUNDS.get(word) or GROUNDS.get(word_of(word), Ground())


def _moved(without: Followed, along: Followed, ground: Ground, month: int) -> list[str]:
    """Return what each programme did with the levers that something goes by."""
    there, here = _at(without, month).acting, _at(along, month).acting
    said = []
    for one in added_to(along.scenario):
        pulled = [name for name in ground.levers if name in one.changes and name in here]
        phrases = [LEVERS[name](here[name]).partition(" ") for name in pulled if here[name] != there.get(name)]
        if phrases:
            done = [f"{does(one.title, verb)[len(one.title) + 1 :]} {rest}" for verb, _, rest in phrases]
            said.append(f"{one.title} {listed(done)}")
    return said


def _stood(without: Followed, along: Followed, ground: Ground, month: int) -> list[str]:
    """Return how what stands around a person differed, as it was left by the month before."""
    there, here = _at(without, month - 1).around, _at(along, month - 1).around
    said = []
    for name in ground.around:
        told, how = AROUND[name]
        values = how(there.get(name, 0.0)), how(here.get(name, 0.0))
        if values[0] != values[1]:
            said.append(told.replace("{0}", values[0]).replace("{1}", values[1]))
            if name == "open":
                return said
    return said


def _at(life: Followed, month: int) -> Month:
    return life.months[month] if 0 <= month < len(life.months) else Month()


def _others(added: Added) -> str:
    return f"{listed([one.title for one in added])} moved nothing here itself: what changed for others came round."


def _say(text: str, her: str) -> str:
    she, them = THEY[her]
    return text.format(her=her, she=she, them=them)
