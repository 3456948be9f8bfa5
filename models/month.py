"""Month: the order in which the words of the model act, and why."""

from collections.abc import Mapping

import pandas as pd

from models.area import Area
from models.people.antidepressants import Antidepressants
from models.people.bereavement import Bereavement
from models.people.carer import Carer
from models.people.falls import Falls
from models.people.frailty import Frailty
from models.people.hospital import Hospital
from models.people.household import Household
from models.people.loneliness import Loneliness
from models.people.migration import Migration
from models.people.mortality import Mortality, deprivation_ratios
from models.people.place import Place
from models.people.ties import Ties
from models.rates import rates_of
from models.services.assessment import Assessment
from models.services.care.pathway import Care
from models.services.consultation import Consultation
from models.services.council import CouncilBudget
from models.services.handover import Handover
from models.services.hub.hubs import Hubs
from models.services.local_links import LocalLinks
from models.services.managed_budget import ManagedBudget
from models.services.matching import Matching
from models.services.membership import Membership
from models.services.need import Need
from models.services.paying import Paying
from models.services.reablement import Reablement
from models.services.unmet import Unmet
from models.services.volunteer.volunteering import Volunteering
from sim.parameters import Sheet
from sim.process import Process


def words_of_a_month(
    area: Area, tables: Mapping[str, pd.DataFrame], sheets: Mapping[str, Sheet]
) -> tuple[Process, ...]:
    """Return the words in the order in which they act.

    A word that reads another's column sees this month's value if the other acts before it, and last
    month's otherwise. Requests are settled by that order: the hospital's wish for a care home stands
    above a package, and a package above reablement.
    """
    rates = rates_of(area, tables, sheets)
    deaths, shares, inside, dying = rates.deaths, rates.shares, rates.inside, rates.dying
    return (
        Place(area),  # last month's dead and movers go, entrants come, birthdays: everyone counted is here
        Household(),  # survivors learn of a death before anything else happens to them
        Bereavement(),  # counts from the month the household learnt of it
        Unmet(),  # who went without last month is the worse for it in this
        Frailty(shares, inside, dying.by_level, rates.injuries, rates.stays),  # after last month's falls and stays
        Falls(),  # at this month's frailty
        Hospital(),  # takes in this month's injuries
        Ties(),  # friends who died or left are missed before loneliness is felt
        Loneliness(deaths[0].mean(axis=0)),  # felt through home, loss, frailty and ties as they now are
        Antidepressants(),  # begun and stopped at this month's loneliness
        Carer(),  # unpaid help is settled before anyone turns to the council
        Need(),  # who comes to notice, from home, hospital or a carer who could not go on
        Assessment(),  # assessors see the most urgent, this month's contacts among them
        Care(rates.in_homes, deaths[0], dying.inside, rates.sent),  # what was found, plans, packages, care homes
        Reablement(),  # fills its places from those just offered it
        Handover(),  # social workers decide on the newly eligible
        LocalLinks(),  # plans for those handed over, and claims on volunteers
        ManagedBudget(),  # who holds the budgets just brokered; what pooling saves acts next month
        Membership(),  # members come and go, by what the hubs offered last month
        Hubs(),  # books for the members there now; what hubs offer next month
        Matching(),  # of all claimed visits, those with a volunteer who suits
        Volunteering(),  # serves all claims, then the networks' activities with what is left
        Paying(),  # costs the month as it stood
        Consultation(),  # everyone as they now are
        CouncilBudget(),  # counts the cost; its strictness acts next month
        Mortality(deaths, deprivation_ratios(tables), dying.base),  # deaths at the end of the month
        Migration(),  # moves at the end of the month, of those who live
    )
