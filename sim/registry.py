"""Registry: finds the interventions in a folder and those that other packages offer."""

import importlib
import pkgutil
import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

from sim.errors import ModelError
from sim.intervention import Intervention

GROUP = "kith.interventions"
"""Entry-point group under which another package offers its interventions."""


def find(package_name: str) -> dict[str, type[Intervention]]:
    """Return every intervention by name, those of the package and those installed, in order of name."""
    found = scan(package_name)
    for name, kind in installed().items():
        if name in found:
            raise ModelError(_both(name, found[name].__module__, kind.__module__))
        found[name] = kind
    return dict(sorted(found.items()))


def scan(package_name: str) -> dict[str, type[Intervention]]:
    """Return the intervention of each module of a package by name; modules that begin with _ are left out."""
    package = importlib.import_module(package_name)
    names = sorted(one.name for one in pkgutil.iter_modules(package.__path__) if not one.name.startswith("_"))
    return {name: _only_one(importlib.import_module(f"{package_name}.{name}"), name) for name in names}


def installed() -> dict[str, type[Intervention]]:
    """Return the interventions that installed packages offer, by name."""
    found: dict[str, type[Intervention]] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda one: (one.name, one.value)):
        kind = _loaded(entry)
        if entry.name in found:
            raise ModelError(_both(entry.name, found[entry.name].__module__, kind.__module__))
        found[entry.name] = kind
    return found


def sheet_path(kind: type[Intervention]) -> Path:
    """Return where the parameters of an intervention lie: beside its file, under its name."""
    return Path(str(sys.modules[kind.__module__].__file__)).with_name(f"{kind.name}.toml")


def _only_one(module: ModuleType, name: str) -> type[Intervention]:
    classes = dict.fromkeys(one for one in vars(module).values() if isinstance(one, type))
    kinds = [one for one in classes if issubclass(one, Intervention) and one.__module__ == module.__name__]
    if len(kinds) != 1:
        which = " and ".join(kind.__name__ for kind in kinds) or "none"
        raise ModelError(
            f"{module.__name__} must define exactly one Intervention; it defines {which}. "
            "Give each a file of its own; a file whose name begins with _ is left out."
        )
    return _named(kinds[0], name, module.__name__)


def _loaded(entry: EntryPoint) -> type[Intervention]:
    where = f"The entry point '{entry.name} = {entry.value}'"
    try:
        kind = entry.load()
    except (ImportError, AttributeError) as error:
        raise ModelError(f"{where} of {GROUP} cannot be loaded: {error}.") from error
    if not (isinstance(kind, type) and issubclass(kind, Intervention)):
        raise ModelError(
            f"{where} of {GROUP} is no Intervention. Name a class that extends sim.intervention.Intervention."
        )
    return _named(kind, entry.name, where)


def _named(kind: type[Intervention], name: str, where: str) -> type[Intervention]:
    own = getattr(kind, "name", None)
    if own != name:
        has = f"has the name {own!r}" if own else "has no name"
        raise ModelError(f"{where}: {kind.__name__} {has}. Write name = '{name}'.")
    return kind


def _both(name: str, one: str, other: str) -> str:
    return f"Both {one} and {other} offer an intervention '{name}'. Rename one of the two."
