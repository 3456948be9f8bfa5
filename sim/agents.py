"""Mesa agents over columns: objects made when someone asks, and sets that work on whole columns."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import mesa
import numpy as np
import pandas as pd
from mesa.agentset import AbstractAgentSet, AgentSet
from numpy.typing import NDArray

from sim.errors import ModelError

if TYPE_CHECKING:
    from sim.world import World
