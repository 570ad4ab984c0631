"""Finds all crash points of a part in its source, so that no test misses one.

A point is the text passed to one of CALLED. If the text contains a parameter, the callers of that
function are searched, and so on: faults.reach(f"{name}:after-commit") in db.transaction(name)
turns every db.transaction("place_order") into a point.
"""

import ast
from importlib import import_module
from itertools import product

CALLED = ("reach", "_crash_point")


class Source:
    """All Python files below some folders."""

    def __init__(self, *folders):
        files = [path for folder in folders for path in folder.rglob("*.py")]
        self._modules = {path: ast.parse(path.read_text()) for path in files}
        self._calls = [
            (path, function, call)
            for path, module in self._modules.items()
            for function, call in _calls(module, None)
        ]

    def points(self):
        found = set()
        for path, function, call in self._calls:
            if _name(call.func) in CALLED:
                found |= self._texts(path, function, call.args[0])
        return sorted(found)

    def _texts(self, path, function, node):
        """Every text that this expression can evaluate to."""
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.JoinedStr(values=parts):
                texts = [self._texts(path, function, part) for part in parts]
                return {"".join(combined) for combined in product(*texts)}
            case ast.FormattedValue(value=value):
                return self._texts(path, function, value)
            case ast.Name(id=name) if function and name in _parameters(function):
                return self._arguments(path, function, name)
            case ast.Name(id=name) if function and name in _inner(function):
                return set()
            case ast.Attribute(value=ast.Name(id="g"), attr="call"):
                return self._posts(path)
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                return {getattr(self._imported(path, module), name)}
        raise AssertionError(f"{path}:{node.lineno}: cannot tell what {ast.unparse(node)} is")

    def _arguments(self, path, function, parameter):
        """The arguments of all calls. Calls of a name with an underscore are in its own file only.

        A recursive call passes its own parameter on."""
        found = set()
        position = [n for n in _parameters(function) if n != "self"].index(parameter)
        for caller_path, caller, call in self._calls:
            is_near = caller_path == path or not function.name.startswith("_")
            if _name(call.func) == function.name and is_near and caller is not function:
                given = {keyword.arg: keyword.value for keyword in call.keywords}
                node = given[parameter] if parameter in given else call.args[position]
                found |= self._texts(caller_path, caller, node)
        return found

    def _imported(self, path, name):
        """The module that a file imports under this name."""
        for node in self._modules[path].body:
            if isinstance(node, ast.ImportFrom) and not node.level:
                for alias in node.names:
                    if name == (alias.asname or alias.name):
                        return import_module(f"{node.module}.{alias.name}")
        raise AssertionError(f"{path}: cannot tell what {name} is")

    def _posts(self, path):
        """The sandbox names a request after the function that serves it (payments.py)."""
        return {
            function.name
            for function in self._modules[path].body
            if isinstance(function, ast.FunctionDef)
            and any(_name(getattr(by, "func", by)) == "post" for by in function.decorator_list)
        }


def _calls(node, function):
    """(enclosing function, call) for each call."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield function, child
        yield from _calls(child, child if isinstance(child, ast.FunctionDef) else function)


def _name(node):
    """The called name, such as db.transaction; None for a call on a call's result: redis().…"""
    if isinstance(getattr(node, "value", None), ast.Call):
        return None
    return getattr(node, "attr", getattr(node, "id", None))


def _inner(function):
    """The nested functions: redis' own `transaction` takes a function, not a text."""
    return [each.name for each in function.body if isinstance(each, ast.FunctionDef)]


def _parameters(function):
    return [argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)]
