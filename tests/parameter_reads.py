"""Parameter reads: which parameters of which sheet modules really take a value of, by their syntax trees."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence, Set

from sim.parameters import RESERVED

OWN = ""
"""Stands for the sheet of the word or intervention whose module it is."""
TYPES = {"Sheet": OWN, "Terms": "loan"}
"""Types of arguments that are a sheet, or all the numbers of one, and which."""
HOLDERS = {"sheet": OWN, "terms": "loan"}
"""Attributes that hold the same, as in self.sheet."""
SHEETS = {"sheets", "held"}
"""Names of what holds every sheet by its name."""

type Read = tuple[str, str]
"""A sheet, and a pattern of the names of the parameters read of it."""
type Held = dict[str, str]
"""Which sheet a name holds, or an attribute of self, which has a dot before it."""


def kinds_built(trees: Iterable[ast.Module]) -> set[str]:
    """Return the names of the named tuples that are built from sheets, as in p.numbers(Numbers, {})."""
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    return {_last(call.args[0]) for call in calls if _last(call.func) == "numbers"} - {""}


def reads_of(trees: Sequence[ast.Module], kinds: Set[str]) -> set[Read]:
    """Return what these modules of one word read of sheets; ``kinds`` are the named tuples built from sheets."""
    scopes = [scope for tree in trees for scope in _scopes(tree)]
    shared: Held = {}
    for scope, told in scopes:
        shared |= {name: sheet for name, sheet in _held(scope, told, kinds).items() if name.startswith(".")}
    reads = {read for scope, told in scopes for read in _reads(scope, _held(scope, told | shared, kinds))}
    listed = {(sheet, re.escape(name)) for sheet, pattern in reads if pattern == "" for name in _listed(trees)}
    return {read for read in reads if read[1]} | listed


def sheets_named(tree: ast.Module) -> set[str]:
    """Return the sheets that a module asks for by name, as in sheets["hub"]."""
    return {sheet for node in ast.walk(tree) if isinstance(node, ast.expr) and (sheet := _sheet(node, {}))}


def _scopes(tree: ast.Module) -> Iterator[tuple[ast.AST, Held]]:
    """Go through functions and methods, with the functions inside them, and what ``self`` is there."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            self_is = {"self": TYPES[node.name]} if node.name in TYPES else {}
            yield from ((part, self_is) for part in node.body)
        else:
            yield node, {}


def _held(scope: ast.AST, told: Held, kinds: Set[str]) -> Held:
    """Return which names hold which sheet, until nothing is added by going through all assignments again."""
    types = TYPES | dict.fromkeys(kinds, OWN)
    arguments = [node for node in ast.walk(scope) if isinstance(node, ast.arg) and node.annotation is not None]
    found = told | {
        one.arg: types[name] for one in arguments for name in _alternatives(one.annotation) if name in types
    }
    pairs = [pair for node in ast.walk(scope) for pair in _assigned(node)]
    while True:
        sheets = ((_place(target), _sheet(value, found)) for target, value in pairs)
        new = {place: sheet for place, sheet in sheets if place and sheet is not None and place not in found}
        if not new:
            return found
        found |= new


def _assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Go through what is assigned to what here, tuples part by part."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from zip(target.elts, node.value.elts, strict=False)
            else:
                yield target, node.value
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        yield node.target, node.value


def _sheet(node: ast.expr, held: Held) -> str | None:
    """Return which sheet an expression is, or nothing."""
    match node:
        case ast.Subscript(value=value, slice=key) if _last(value) in SHEETS:
            return str(key.value) if isinstance(key, ast.Constant) else OWN
        case ast.Call(func=ast.Attribute(value=value, attr="numbers" | "_replace")):
            return _sheet(value, held)
        case ast.Call(func=ast.Name(id="standard_terms")):
            return "loan"
        case ast.BoolOp(values=values):
            return next((sheet for one in values if (sheet := _sheet(one, held)) is not None), None)
        case ast.Attribute(attr=attr) if attr in HOLDERS:
            return HOLDERS[attr]
    return held.get(_place(node))


def _reads(scope: ast.AST, held: Held) -> Iterator[Read]:
    """Go through the parameters taken as attributes of a sheet, or by getattr; no pattern stands for a listed name."""
    for node in ast.walk(scope):
        match node:
            case ast.Attribute(value=value, attr=name, ctx=ast.Load()):
                sheet, pattern = _sheet(value, held), name
            case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.Constant(value=str(name)), *_]):
                sheet, pattern = _sheet(value, held), re.escape(name)
            case ast.Call(func=ast.Name(id="getattr"), args=[value, ast.JoinedStr(values=parts), *_]):
                fixed = (re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"\w+" for one in parts)
                sheet, pattern = _sheet(value, held), "".join(fixed)
            case ast.Call(func=ast.Name(id="getattr"), args=[value, *_]):
                sheet, pattern = _sheet(value, held), ""
            case _:
                continue
        if sheet is not None and pattern not in RESERVED:
            yield sheet, pattern


def _listed(trees: Iterable[ast.Module]) -> set[str]:
    """Return every text in the code, docstrings apart: a name that getattr is given stands among them."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    said = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    }


def _alternatives(annotation: ast.expr | None) -> Iterator[str]:
    """Go through the names of types in an annotation such as Sheet, "Sheet" or Sheet | None."""
    if isinstance(annotation, ast.BinOp):
        yield from (name for side in (annotation.left, annotation.right) for name in _alternatives(side))
    elif isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        yield from _alternatives(ast.parse(annotation.value, mode="eval").body)
    elif isinstance(annotation, ast.expr):
        yield _last(annotation)


def _place(node: ast.expr) -> str:
    """Return how a name, or an attribute of self, is known among those that hold a sheet."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and _last(node.value) == "self":
        return f".{node.attr}"
    return ""


def _last(node: ast.expr) -> str:
    """Return the last word of a dotted name or of the call of one."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=func):
            return _last(func)
    return ""
