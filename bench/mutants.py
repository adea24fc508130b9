"""Small changes to the code of a module, one at a time, each of which a test should notice."""

import ast
import copy
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OPERATORS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.Continue: ast.Break, ast.Break: ast.Continue,
}  # fmt: skip
_NAMES = {
    "min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum",
    "first_day": "last_day", "last_day": "first_day", "MET": "OPEN", "NOT_MET": "OPEN", "OPEN": "MET",
}  # fmt: skip
"""Functions and verdicts that are easily taken for each other."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to a function: where it is, and what it makes of what."""

    path: Path
    module: str
    function: str
    number: int
    start: int
    line: int
    change: str

    @property
    def name(self) -> str:
        """`module:function:number`, the same as long as the function is."""
        return f"{self.module}:{self.function}:{self.number}"

    def code(self) -> types.CodeType:
        """The function with the change in it."""
        tree = _parse(self.path)
        function = next(one for owner, one in _functions(tree) if _qualified(owner, one) == self.function)
        node, changed = list(_sites(function))[self.number]
        _replace(function, node, changed)
        return _code_of(compile(ast.fix_missing_locations(tree), str(self.path), "exec"), self.function)


def mutants(path: Path, module: str) -> Iterator[Mutant]:
    """Every change to the bodies of the functions and methods of a module, in the order of the text.

    Constants of modules, defaults, texts, decorators and assertions stay.
    """
    for owner, function in _functions(_parse(path)):
        qualified = _qualified(owner, function)
        for number, (node, changed) in enumerate(_sites(function)):
            line = (node.target if isinstance(node, ast.comprehension) else node).lineno  # type: ignore[attr-defined]
            yield Mutant(path, module, qualified, number, function.lineno, line, f"{_text(node)}  ->  {_text(changed)}")


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _qualified(owner: str, function: ast.FunctionDef) -> str:
    return f"{owner}.{function.name}" if owner else function.name


def _sites(function: ast.FunctionDef) -> Iterator[tuple[ast.AST, ast.AST]]:
    return ((node, changed) for node in _nodes(function) for changed in _changes(node))


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            yield from ((node.name, one) for one in node.body if isinstance(one, ast.FunctionDef))


def _nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What stands in a body, without annotations, texts and assertions."""
    stack: list[ast.AST] = list(reversed(function.body))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Assert | ast.JoinedStr | ast.Raise):
            continue
        yield node
        hidden = [getattr(node, name, None) for name in ("annotation", "returns", "decorator_list", "args")]
        hidden = hidden if isinstance(node, ast.AnnAssign | ast.FunctionDef) else []
        stack.extend(one for one in reversed(list(ast.iter_child_nodes(node))) if one not in hidden)


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """What a node may be changed into."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _OPERATORS:
            yield _with(node, ops=[_OPERATORS[type(operator)]()])
        case ast.BoolOp(op=operator) | ast.BinOp(op=operator) | ast.AugAssign(op=operator):
            if type(operator) in _OPERATORS:
                yield _with(node, op=_OPERATORS[type(operator)]())
        case ast.UnaryOp(op=ast.Not() | ast.Invert() | ast.USub(), operand=operand):
            yield copy.deepcopy(operand)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.Name(id=name) if name in _NAMES:
            yield ast.Name(_NAMES[name], node.ctx)
        case ast.Attribute(value=value, attr=name) if name in _NAMES:
            yield ast.Attribute(copy.deepcopy(value), _NAMES[name], node.ctx)
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            if not isinstance(test, ast.Compare | ast.UnaryOp):
                yield _with(node, test=ast.UnaryOp(ast.Not(), copy.deepcopy(test)))
        case ast.comprehension(ifs=[_, *_]):
            yield _with(node, ifs=[])
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Continue() | ast.Break():
            yield _OPERATORS[type(node)]()
    if isinstance(node, ast.AugAssign):
        yield ast.Pass()


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _replace(root: ast.AST, old: ast.AST, new: ast.AST) -> None:
    for parent in ast.walk(root):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(one is old for one in value):
                value[:] = [new if one is old else one for one in value]


def _code_of(code: types.CodeType, qualified: str) -> types.CodeType:
    for one in code.co_consts:
        if isinstance(one, types.CodeType):
            if one.co_qualname == qualified:
                return one
            if qualified.startswith(f"{one.co_qualname}."):
                return _code_of(one, qualified)
    raise LookupError(qualified)


def _text(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else f"{text[:87]}..."
