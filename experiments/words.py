"""Words: numbers put into sentences, the same for the terminal, the report and the dashboard."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite

from experiments.figures.estimate import Estimate

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FIRST_YEAR, FIRST_MONTH = 2011, 3
"""Month 0 is April 2011."""
CARE = "months of council-funded care"
UNBOUGHT = "Nothing is bought, so nothing is said on whether it is worth its money."
NONE_SUCH = "-"
"""What stands in a table where there is nothing to count or to take a share of."""
ASIDE = frozenset(("at", "for", "from", "in", "of", "on", "that", "then", "to", "where", "with", "without"))
"""Words at which a title's subject is over: what follows them says more of it."""
NOT_A_FORECAST = "Kith is not a forecast: it shows a world without the pandemic, at 2010-11 prices and rules."


def of_place(title: str, status: str) -> str:
    """Return what to tell of a place whose numbers were not measured there; nothing of one that was.

    >>> of_place("Smallton", "assumed")
    'Smallton rests on assumptions: its numbers are not those of a place that was measured.'
    >>> of_place("Smallton, Bigshire", "template")
    'Smallton, Bigshire, is a template: only its population is data, and all else is a wide guess.'
    """
    told = {
        "template": "is a template: only its population is data, and all else is a wide guess.",
        "assumed": "rests on assumptions: its numbers are not those of a place that was measured.",
    }
    if status not in told:
        return ""
    return f"{title}{',' if ',' in title else ''} {told[status]}"


def number(value: float) -> str:
    """Return a number as a person would say it: three figures at most, commas in thousands.

    >>> number(0.0314), number(4.21), number(38.6), number(310.2), number(12345.0), number(-0.0)
    ('0.031', '4.2', '39', '310', '12,300', '0')
    """
    size = abs(value)
    if not isfinite(value):
        return "unknown"
    if size < 0.0005:
        return "0"
    if size < 1.0:
        return f"{value:.2g}" if size >= 0.001 else f"{value:.3f}"
    if size < 9.95:
        return f"{value:.1f}".removesuffix(".0")
    if size < 999.5:
        return f"{value:.0f}"
    return f"{float(f'{value:.3g}'):,.0f}"


def exactly(value: float) -> str:
    """Return a number that somebody set as it was set, with commas in thousands and without the noise of arithmetic.

    >>> exactly(1.65), exactly(2.345), exactly(100_000_000.0), exactly(0.00002), exactly(0.1 + 0.2), exactly(-5.0)
    ('1.65', '2.345', '100,000,000', '0.00002', '0.3', '-5')
    """
    return f"{Decimal(f'{value:.12g}'):,f}"


def amount(value: float | Sequence[float]) -> str:
    """Return a parameter's value: a number, or the span of several.

    >>> amount(0.25), amount((1.0, 2.5, 4.0))
    ('0.25', '1 to 4 (3 numbers)')
    """
    if isinstance(value, Sequence):
        return f"{exactly(min(value))} to {exactly(max(value))} ({len(value)} numbers)"
    return exactly(value)


def reach(low: float | Sequence[float], high: float | Sequence[float]) -> str:
    """Return a parameter's range, from the lowest of it to the highest.

    >>> reach(0.25, 4.0), reach((0.5, 1.0), (2.0, 3.0))
    ('0.25 to 4', '0.5 to 3')
    """
    edges = min(low) if isinstance(low, Sequence) else low, max(high) if isinstance(high, Sequence) else high
    return f"{exactly(edges[0])} to {exactly(edges[1])}"


def level(value: float, share: bool) -> str:
    """Return a state of the world: a number, or a share in percent.

    >>> level(21034.0, False), level(0.283, True), level(float("nan"), True)
    ('21,000', '28%', '-')
    """
    if not isfinite(value):
        return NONE_SUCH
    return percent(value) if share else number(value)


def times(value: float) -> str:
    """Return how many times, as a phrase.

    >>> times(2.0)
    '2 times'
    """
    return f"{number(value)} times"


def percent(share: float) -> str:
    """Return a share in per cent, to a tenth where it is small.

    >>> percent(0.453), percent(0.046), percent(0.0), percent(1.0)
    ('45%', '4.6%', '0%', '100%')
    """
    return f"{100 * share:.1f}%".replace(".0%", "%") if 0.0 < share < 0.1 else f"{100 * share:.0f}%"


def thousands(pounds: float) -> str:
    """Return pounds in thousands, as a cell of a table.

    >>> thousands(39_400.0)
    '39'
    """
    return number(pounds / 1_000.0)


def signed(value: float) -> str:
    """Return a number with its sign.

    >>> signed(12.0), signed(-3.25), signed(0.0)
    ('+12', '-3.2', '0')
    """
    said = number(value)
    return f"+{said}" if value > 0.0 and said != "0" else said


def pounds(value: float) -> str:
    """Return a sum of money in words.

    >>> pounds(512345.0), pounds(2345678.0), pounds(-1500.0), pounds(0.2)
    ('512,000 pounds', '2.35 million pounds', '-1,500 pounds', '0 pounds')
    """
    if abs(value) >= 999_500.0:
        return f"{float(f'{value / 1e6:.3g}'):,.10g} million pounds"
    return f"{number(round(value))} pounds"


def runs(count: int) -> str:
    """Return how many runs there were.

    >>> runs(1), runs(10)
    ('1 run', '10 runs')
    """
    return f"{count} run" if count == 1 else f"{count} runs"


def in_runs(count: int, total: int) -> str:
    """Return a share as people count it.

    >>> in_runs(8, 10), in_runs(10, 10), in_runs(0, 10), in_runs(2, 2)
    ('in 8 of 10 runs', 'in all 10 runs', 'in none of 10 runs', 'in both runs')
    """
    if total == 1:
        return "in the one run made" if count else "not in the one run made"
    if count == total:
        return "in both runs" if total == 2 else f"in all {total} runs"
    return f"in {count or 'none'} of {total} runs"


def month_name(month: int) -> str:
    """Return the calendar month of a month of the run.

    >>> month_name(0), month_name(24), month_name(9), short_month(9)
    ('April 2011', 'April 2013', 'January 2012', 'Jan 2012')
    """
    years, place = divmod(FIRST_MONTH + month, 12)
    return f"{MONTHS[place]} {FIRST_YEAR + years}"


def short_month(month: int) -> str:
    """Return a month of the run as an axis names it."""
    return "{:.3} {}".format(*month_name(month).split())


def span(months: int) -> str:
    """Return a length of time.

    >>> span(156), span(12), span(18), span(1)
    ('13 years', '1 year', '18 months', '1 month')
    """
    if months % 12:
        return many(months, "month")
    return many(months // 12, "year")


def capital(text: str) -> str:
    """Return a text as it stands at the beginning of a sentence.

    >>> capital("the council"), capital("")
    ('The council', '')
    """
    return text[:1].upper() + text[1:]


def many(count: int, thing: str) -> str:
    """Return how many of something.

    >>> many(1, "parameter"), many(12, "point")
    ('1 parameter', '12 points')
    """
    return f"{count} {thing}{'' if count == 1 else 's'}"


def listed(parts: Sequence[str]) -> str:
    """Return a list as a sentence has it.

    >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
    ('a, b and c', 'a', '')
    """
    return " and ".join(([", ".join(parts[:-1])] if len(parts) > 1 else []) + list(parts[-1:]))


def interval(one: Estimate) -> str:
    """Return how sure a number is.

    >>> interval(Estimate(310, 190, 430, 20, 10))
    '80%: 190 to 430; 10 runs, Monte-Carlo error 20'
    >>> interval(Estimate(310, 310, 310, float("nan"), 1))
    '1 run, which cannot show how sure this is'
    """
    if one.single:
        return "1 run, which cannot show how sure this is"
    spread = f"80%: {number(one.low)} to {number(one.high)}"
    return f"{spread}; {runs(one.replications)}, Monte-Carlo error {number(one.mc_error)}"


def does(title: str, verb: str) -> str:
    """Return a title with its verb; several, or one of which the subject ends on a plural word, take the plural.

    >>> does("Volunteer exodus", "delays"), does("Age Friendly coordinators", "delays"), does("A and B", "delays")
    ('Volunteer exodus delays', 'Age Friendly coordinators delay', 'A and B delay')
    >>> does("Discharge team, health and care in one purse", "delays"), does("A, B and C", "delays")
    ('Discharge team, health and care in one purse delays', 'A, B and C delay')
    """
    return f"{title} {verb.removesuffix('s') if _plural(title) else verb}"


def _plural(title: str) -> bool:
    """Say whether a title names several things, by what stands before its first comma unless that begins a list."""
    head, _, rest = title.partition(", ")
    named = rest[:1].isupper() or not ASIDE & set(rest.split())
    listing = " and " in rest and ", and " not in title and named
    if listing or " and " in head or head.partition(" ")[0] == "Both":
        return True
    subject = head.split(" ")
    ends = next((place for place, word in enumerate(subject) if place and word in ASIDE), len(subject))
    last = subject[ends - 1]
    common = last.islower() or ends == 1
    return common and last.endswith("s") and not last.endswith(("ss", "us"))


def delay(title: str, months: Estimate, per_thousand: Estimate, length: int) -> str:
    """Return what an arm does to council-funded care over so many months of running.

    >>> delay("Reablement", Estimate(310, 190, 430, 20, 10), Estimate(4.2, 3.1, 5.0, 0.3, 10), 156)
    'Reablement delays 310 months of council-funded care over 13 years (80%: 190 to 430; 10 runs, Monte-Carlo error 20), 4.2 months per 1,000 pounds.'
    >>> delay("Reablement", Estimate(15, -90, 130, 20, 10), Estimate(0.2, -1, 1.4, 0.3, 10), 156)
    'Reablement: no clear change in months of council-funded care over 13 years (+15, 80%: -90 to 130; 10 runs, Monte-Carlo error 20).'
    """  # noqa: E501
    over = f"{CARE} over {span(length)}"
    if months.single:
        return f"{title}: {signed(months.mean)} {over} delayed ({interval(months)})."
    if not months.clear:
        return f"{title}: no clear change in {over} ({signed(months.mean)}, {interval(months)})."
    if months.mean < 0.0:
        more = months.opposite
        return f"{does(title, 'brings')} forward {number(more.mean)} {over} ({interval(more)})."
    said = f"{does(title, 'delays')} {number(months.mean)} {over} ({interval(months)})"
    if not isfinite(per_thousand.mean):
        return f"{said}; it has no cost of its own to set that against."
    return f"{said}, {number(per_thousand.mean)} months per 1,000 pounds."


def verdict(months: Estimate, net_public: Estimate, cash: Estimate) -> str:
    """Return whether an arm is worth its money, and whether it brings any back.

    Args:
        months: council-funded months delayed.
        net_public: net cost to the public purse, the programme included; below nought it saves.
        cash: cashable saving of the public purse, run by run less the cost of the programme.

    >>> few = lambda mean: Estimate(mean, mean - 1, mean + 1, 0.1, 10)
    >>> verdict(few(300), few(-50), few(-20))
    'Worth it, but it saves no cash: what it frees is worth more than it costs, yet less of it is cashable than the programme costs.'
    >>> verdict(few(300), few(50), few(-70))
    'It delays care, but costs more than it saves.'
    >>> verdict(few(300), few(-50), few(20))
    'It saves more than it costs, and in cash.'
    >>> verdict(few(0), few(50), few(-70))
    'No clear change in care, and it costs more than it saves.'
    """  # noqa: E501
    if months.single:
        return "One run cannot say whether it is worth its money."
    care = "It delays care" if months.clear and months.mean > 0.0 else "No clear change in care"
    if months.clear and months.mean < 0.0:
        care = "It brings care forward"
    if not net_public.clear:
        return f"{care}; whether it saves more than it costs is not clear."
    if net_public.mean > 0.0:
        joint = ", but" if care == "It delays care" else ", and it"
        return f"{care}{joint} costs more than it saves."
    if cash.clear and cash.mean > 0.0:
        return "It saves more than it costs, and in cash."
    if cash.clear:
        return (
            "Worth it, but it saves no cash: what it frees is worth more than it costs, "
            "yet less of it is cashable than the programme costs."
        )
    return "Worth it: what it frees is worth more than it costs; whether the cash covers the cost is not clear."


def moved(fewer: Estimate, places: Mapping[str, Estimate]) -> str:
    """Return by how much council-funded care falls in all, and which of it is never counted as delayed.

    ``places`` names where months of care moved to instead: unmet need, unpaid carers and so on.

    >>> moved(Estimate(400, 300, 500, 9, 10),
    ...     {"unmet need": Estimate(120, 80, 150, 9, 10), "unpaid carers": Estimate(-40, -60, -20, 5, 10),
    ...     "people's own purse": Estimate(0.0, 0.0, 0.0, 0.0, 10)})
    "Council-funded months fall by 400 in all; not counted as delayed: 120 months moved to unmet need and 40 months taken from unpaid carers; no clear change for people's own purse."
    """  # noqa: E501
    told = {name: one for name, one in places.items() if one.told}
    clear = [
        f"{number(abs(one.mean))} months {'moved to' if one.mean >= 0.0 else 'taken from'} {name}"
        for name, one in told.items()
    ]
    rest = listed([name for name in places if name not in told])
    still = f"no clear change for {rest}" if rest else ""
    if fewer.told:
        whole = f"{'fall' if fewer.mean >= 0.0 else 'rise'} by {number(abs(fewer.mean))} in all"
    else:
        whole = "show no clear change in all"
    parts = "; ".join(part for part in (listed(clear), still) if part)
    return f"Council-funded months {whole}; not counted as delayed: {parts}."


def lonely(years: Estimate) -> str:
    """Return the years of life without loneliness that an arm brings.

    >>> lonely(Estimate(1240, 700, 1900, 90, 10))
    'It brings 1,240 loneliness-free years (80%: 700 to 1,900; 10 runs, Monte-Carlo error 90).'
    >>> lonely(Estimate(0.0, 0.0, 0.0, 0.0, 10))
    'No clear change in loneliness-free years (0, 80%: 0 to 0; 10 runs, Monte-Carlo error 0).'
    """
    if years.told:
        verb, size = ("brings", years) if years.mean >= 0.0 else ("costs", years.opposite)
        return f"It {verb} {number(size.mean)} loneliness-free years ({interval(size)})."
    return f"No clear change in loneliness-free years ({signed(years.mean)}, {interval(years)})."


def evidence(title: str, controlled: bool, rests_on: str) -> str:
    """Return what an arm's effects rest on.

    >>> evidence("Local Links", False, "no trial; team's judgement")
    "The effects of Local Links are a prior, not a finding, and so are the numbers that rest on them: no trial; team's judgement."
    """  # noqa: E501
    said = rests_on.rstrip(".")
    if controlled:
        return f"The effects of {title} rest at least in part on a comparison with people who did not get it: {said}."
    return f"The effects of {title} are a prior, not a finding, and so are the numbers that rest on them: {said}."


def kind_of_interval(count: int, fixed: bool, lucks: int = 1) -> str:
    """Return what the intervals of a study mean.

    >>> kind_of_interval(64, False, 2)
    '64 draws of the uncertain parameters, spread evenly over their ranges, each run under 2 lucks: an 80% interval holds what is not known of the parameters, with luck taken out where the two are told apart. What is called a run here is a draw, the mean of its lucks.'
    >>> kind_of_interval(10, False)
    '10 replications, each with its own luck and its own draw of the uncertain parameters.'
    """  # noqa: E501
    each = many(count, "replication")
    if lucks > 1:
        return (
            f"{count} draws of the uncertain parameters, spread evenly over their ranges, each run under {lucks} "
            "lucks: an 80% interval holds what is not known of the parameters, with luck taken out where the two are "
            "told apart. What is called a run here is a draw, the mean of its lucks."
        )
    if fixed:
        return f"{each} with fixed parameters: luck alone, so the intervals leave out what is not known."
    return f"{each}, each with its own luck and its own draw of the uncertain parameters."
