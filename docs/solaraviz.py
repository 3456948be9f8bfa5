"""SolaraViz: the model in Mesa's own page, for readers who know Mesa - neighbourhoods, lines, and a button to step.

    uv run solara run docs/solaraviz.py

It shows that the model is a Mesa model like any other. The pages of ``kith dashboard`` run worlds in processes of their
own and can be shared by many; Mesa's page holds one world, in the process that shows it.
"""

import numpy as np
import pandas as pd
import solara
from mesa import DataCollector
from mesa.visualization import SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from models import Kith, Plan, Scenario

DRAWN = {"lonely": "#e69f00", "unmet": "#d55e00", "home_care": "#cc79a7"}
"""Measures that are drawn as lines, with their colours."""


class Town(Kith):
    """Leeds with 2,000 residents and Local Links from April 2013 on, collected by Mesa's own collector."""

    def __init__(self, seed: int = 1) -> None:
        plans = {"local_links": Plan(start=24)}
        super().__init__(Scenario(title="with Local Links", months=240, residents=2_000, interventions=plans), seed)
        self.datacollector = DataCollector({name: lambda town, name=name: town.latest(name) for name in DRAWN})

    def step(self) -> None:
        """Move the town one month on, and collect."""
        super().step()
        self.datacollector.collect(self)


@solara.component
def Neighbourhoods(town: Town):
    """How many live in each neighbourhood, and how many of them are lonely, this month."""
    update_counter.get()
    people = town.people
    here = people["here"] > 0  # those who left keep their rows for some months
    where, lonely = people["neighbourhood"][here], people["lonely"][here] > 0
    names = [one.name for one in town.place.neighbourhoods]
    counted = {
        "residents": np.bincount(where, minlength=len(names)),
        "lonely": np.bincount(where[lonely], minlength=len(names)),
    }
    solara.Text(f"{int(here.sum())} residents in month {town.month}, {int(lonely.sum())} of them lonely")
    solara.DataFrame(pd.DataFrame({"neighbourhood": names, **counted}))


@solara.component
def Page():
    """Mesa's page around one town."""
    town = solara.use_memo(Town, [])
    SolaraViz(town, components=[Neighbourhoods, make_plot_component(DRAWN)], model_params={"seed": 1}, name="Kith")
