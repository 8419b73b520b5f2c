"""What a SPARQL update would do, read before it is done.

In: the text of an update request, the dataset that the protocol gives it. Out: its operations, each with the graphs
that it names for writing and for reading, and the request with the dataset and the reader's view written into it.
What this module does not recognise it refuses: to miss a write would be to let it through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from graph.errors import QueryRefused, QuerySyntax
from graph.sparql.lexer import Kind, Token, tokens
from graph.sparql.query import refuse_service, resolve, without_silent_service

__all__ = ["Operation", "Using", "Where", "read_update", "whole"]


@dataclass(frozen=True, slots=True)
class Using:
    """The dataset that a request gives to the WHERE clauses of an update, by IRIs; None of both leaves them alone."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.default or self.named)


@dataclass(frozen=True, slots=True)
class Where:
    """The pattern of an operation, and what it is matched against: `default` and `named` None as in the store.

    `check(prefix)` is a query that is true if a variable that names a graph to write takes a value under a prefix.
    """

    prologue: str
    group: str
    graphs: tuple[str, ...]
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None

    def check(self, prefix: str) -> str:
        """Return the query, or nothing if no variable names a graph to write."""
        if not self.graphs:
            return ""
        tests = " || ".join(f"STRSTARTS(STR({name}), {ox.Literal(prefix)})" for name in self.graphs)
        return f"{self.prologue}\nASK {{ {self.group} FILTER({tests}) }}"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: the declarations before it, its text, the graphs it names, and its pattern if it has one.

    `writes` and `reads` are IRIs. `everything` is True for CLEAR and DROP of ALL and NAMED.
    """

    prologue: str
    text: str
    verb: str
    writes: tuple[str, ...]
    reads: tuple[str, ...]
    everything: bool = False
    where: Where | None = None


def read_update(text: str, base: str, using: Using, readable: Callable[[], Iterable[str]]) -> tuple[Operation, ...]:
    """Read an update request.

    `readable` gives the graphs that a variable in `GRAPH ?g { }` may stand for, or nothing to leave it free.
    Raises QueryRefused for LOAD and SERVICE, QuerySyntax for what is no update, or conflicts with `using`.

    >>> [operation.writes for operation in read_update("CLEAR GRAPH <g>", "http://e/", Using(), tuple)]
    [('http://e/g',)]
    """
    text = without_silent_service(text)
    found = tokens(text)
    refuse_service(found)
    operations = _Parser(text, found, base, using, readable).operations()
    if any(operation.verb == "LOAD" for operation in operations):
        raise QueryRefused("LOAD is refused here: this server fetches no addresses. Send the data itself.")
    # What is refused has failed, and SILENT asks to go on as if nothing had been.
    return tuple(operation for operation in operations if operation.verb != "LOAD SILENT")


def whole(operations: Sequence[Operation]) -> str:
    """Return one request of several operations.

    Its declarations stand at its beginning: Oxigraph's parser takes none after `;`, though the grammar has them there.
    """
    prologue = operations[-1].prologue if operations else ""
    return f"{prologue}\n" + " ;\n".join(operation.text for operation in operations)


MANAGEMENT: Final = frozenset({"CLEAR", "DROP", "CREATE"})
COPYING: Final = frozenset({"ADD", "MOVE", "COPY"})
GRAPH_OF: Final = (Kind.IRI, Kind.NAME, Kind.VARIABLE)


class _Parser:
    """Reads operations one after the other, by their tokens."""

    def __init__(
        self, text: str, found: Sequence[Token], base: str, using: Using, readable: Callable[[], Iterable[str]]
    ) -> None:
        self._text, self._tokens, self._at = text, found, 0
        self._base, self._using, self._readable = base, using, readable
        self._prologue: list[Token] = []
        self._declarations_read: list[tuple[Token, ...]] = []

    def operations(self) -> list[Operation]:
        """Return all operations."""
        read: list[Operation] = []
        while True:
            self._declarations(later=bool(read))
            if self._at == len(self._tokens):
                return read
            read.append(self._operation())
            if self._at < len(self._tokens):
                self._expect(";")

    def _declarations(self, *, later: bool) -> None:
        while self._keyword() in ("PREFIX", "BASE"):
            count = 3 if self._keyword() == "PREFIX" else 2
            declared = tuple(self._tokens[self._at : self._at + count])
            before = [each for each in self._declarations_read if _name_of(each) == _name_of(declared)]
            if later and before and before[-1][-1].text != declared[-1].text:
                raise QuerySyntax(f"{declared[0].text} {_name_of(declared)} is declared again, for another IRI")
            if not later or not before:
                self._declarations_read.append(declared)
                self._prologue += declared
            self._at += count

    def _operation(self) -> Operation:
        start, verb = self._at, self._keyword()
        if verb == "LOAD":
            return self._load()
        if verb in MANAGEMENT:
            return self._management(start, verb)
        if verb in COPYING:
            return self._copying(start, verb)
        if verb in ("INSERT", "DELETE") and self._keyword(1) == "DATA":
            self._at += 2
            writes, variables = self._template()
            if variables:
                raise QuerySyntax(f"{verb} DATA cannot have variables")
            return Operation(self._declared(), self._written(start, []), f"{verb} DATA", self._resolve(writes), ())
        if verb == "DELETE" and self._keyword(1) == "WHERE":
            return self._delete_where(start)
        if verb in ("WITH", "INSERT", "DELETE"):
            return self._modify(start)
        raise QuerySyntax(f"{self._tokens[start].text!r} begins no update that is known here")

    def _load(self) -> Operation:
        self._at += 1
        silent = self._skip("SILENT")
        self._name()
        if self._skip("INTO"):
            self._expect("GRAPH")
            self._name()
        return Operation(self._declared(), "", "LOAD SILENT" if silent else "LOAD", (), ())

    def _management(self, start: int, verb: str) -> Operation:
        self._at += 1
        self._skip("SILENT")
        what = self._keyword()
        if what in ("ALL", "NAMED", "DEFAULT") and verb != "CREATE":
            self._at += 1
            return Operation(self._declared(), self._written(start, []), verb, (), (), everything=what != "DEFAULT")
        self._expect("GRAPH")
        return Operation(
            self._declared(), self._written_after_name(start), verb, self._resolve([self._tokens[self._at - 1]]), ()
        )

    def _copying(self, start: int, verb: str) -> Operation:
        self._at += 1
        self._skip("SILENT")
        source = self._graph_or_default()
        self._expect("TO")
        target = self._graph_or_default()
        writes = [*target, *(source if verb == "MOVE" else [])]
        return Operation(self._declared(), self._written(start, []), verb, self._resolve(writes), self._resolve(source))

    def _graph_or_default(self) -> list[Token]:
        if self._keyword() == "DEFAULT":
            self._at += 1
            return []
        self._skip("GRAPH")
        return [self._name()]

    def _delete_where(self, start: int) -> Operation:
        self._at += 2
        opened = self._at
        writes, variables = self._template()
        group = self._text[self._tokens[opened].start : self._tokens[self._at - 1].end]
        edits = self._open_graphs(opened, self._at)
        resolved = self._resolve(writes)
        rewritten = self._edited(self._tokens[opened].start, self._tokens[self._at - 1].end, edits)
        text = f"DELETE {group} {_clauses(self._using)} WHERE {rewritten}"
        where = self._where(rewritten, variables, None, (), ())
        return Operation(self._declared(), text, "DELETE WHERE", resolved, resolved, where=where)

    def _modify(self, start: int) -> Operation:
        with_graph = None
        if self._skip("WITH"):
            with_graph = self._name()
        writes: list[Token] = [with_graph] if with_graph else []
        variables: list[str] = []
        clauses = [word for word in ("DELETE", "INSERT") if self._template_of(word, writes, variables)]
        if not clauses:
            raise QuerySyntax("WITH must be followed by DELETE or INSERT")
        default, named = self._using_clauses()
        if self._using and (default or named or with_graph):
            raise QuerySyntax("the request gives a dataset (using-graph-uri), so its update may not have USING or WITH")
        before = self._tokens[self._at].start if self._at < len(self._tokens) else len(self._text)
        self._expect("WHERE")
        opened = self._at
        self._group()
        edits = self._open_graphs(opened, self._at)
        group = self._edited(self._tokens[opened].start, self._tokens[self._at - 1].end, edits)
        if self._using:
            edits = [(before, f"{_clauses(self._using)} "), *edits]
        reads = [*default, *named, *self._constants(opened, self._at)]
        where = self._where(group, variables, with_graph, default, named)
        return Operation(
            self._declared(),
            self._written(start, edits),
            "MODIFY",
            self._resolve(writes),
            self._resolve(reads),
            where=where,
        )

    def _template_of(self, word: str, writes: list[Token], variables: list[str]) -> bool:
        if not self._skip(word):
            return False
        names, graph_variables = self._template()
        writes += names
        variables += graph_variables
        return True

    def _using_clauses(self) -> tuple[list[Token], list[Token]]:
        default: list[Token] = []
        named: list[Token] = []
        while self._skip("USING"):
            target = named if self._skip("NAMED") else default
            target.append(self._name())
        return default, named

    def _where(
        self,
        group: str,
        variables: Sequence[str],
        with_graph: Token | None,
        default: Sequence[Token],
        named: Sequence[Token],
    ) -> Where:
        used: tuple[tuple[str, ...] | None, tuple[str, ...] | None]
        if self._using:
            used = self._using.default, self._using.named
        elif default or named:
            used = self._resolve(default), self._resolve(named)
        elif with_graph:
            used = self._resolve([with_graph]), None
        else:
            used = None, None
        return Where(self._declared(), group, tuple(dict.fromkeys(variables)), *used)

    def _template(self) -> tuple[list[Token], list[str]]:
        """Read `{ … GRAPH g { … } … }`; return the IRIs and the variables that name graphs."""
        self._expect("{")
        names: list[Token] = []
        variables: list[str] = []
        depth = 1
        while depth:
            token = self._next()
            if token.keyword == "{":
                depth += 1
                graph = self._tokens[self._at - 2]
                if depth > 2 or graph.kind not in GRAPH_OF or self._tokens[self._at - 3].keyword != "GRAPH":
                    raise QuerySyntax("only GRAPH and a name can stand before { in the quads of an update")
                if graph.kind is Kind.VARIABLE:
                    variables.append(f"?{graph.text[1:]}")
                else:
                    names.append(graph)
            elif token.keyword == "}":
                depth -= 1
        return names, variables

    def _group(self) -> None:
        self._expect("{")
        depth = 1
        while depth:
            depth += {"{": 1, "}": -1}.get(self._next().keyword, 0)

    def _graph_patterns(self, first: int, last: int) -> Iterable[tuple[Token, Token]]:
        """Yield GRAPH and the token after it. Raises QuerySyntax where GRAPH may hide in another token."""
        for index in range(first, last - 1):
            token, following = self._tokens[index], self._tokens[index + 1]
            if token.keyword == "GRAPH":
                yield token, following
                continue
            if token.kind not in (Kind.NAME, Kind.WORD) or self._tokens[index - 1].keyword == "GRAPH":
                continue
            text = token.text.upper()
            if "GRAPH" in text and (token.kind is Kind.WORD or following.text == "{" or ".GRAPH" in text):
                raise QuerySyntax(f"write a space before GRAPH in {token.text!r}, or the name in it as a full IRI")

    def _constants(self, first: int, last: int) -> list[Token]:
        return [name for _, name in self._graph_patterns(first, last) if name.kind is not Kind.VARIABLE]

    def _open_graphs(self, first: int, last: int) -> list[tuple[int, str]]:
        """Return the insertions that keep `GRAPH ?g { }` to the graphs that may be read."""
        variables = [pair for pair in self._graph_patterns(first, last) if pair[1].kind is Kind.VARIABLE]
        readable = " ".join(str(ox.NamedNode(iri)) for iri in self._readable()) if variables else ""
        if not readable:
            return []
        return [(token.start, f"VALUES {name.text} {{ {readable} }} ") for token, name in variables]

    def _edited(self, start: int, end: int, edits: Sequence[tuple[int, str]]) -> str:
        pieces, at = [], start
        for place, inserted in edits:
            pieces += [self._text[at:place], inserted]
            at = place
        return "".join([*pieces, self._text[at:end]])

    def _written(self, start: int, edits: Sequence[tuple[int, str]]) -> str:
        return self._edited(self._tokens[start].start, self._tokens[self._at - 1].end, edits)

    def _written_after_name(self, start: int) -> str:
        self._name()
        return self._written(start, [])

    def _declared(self) -> str:
        return " ".join(token.text for token in self._prologue)

    def _resolve(self, names: Sequence[Token]) -> tuple[str, ...]:
        return resolve(self._prologue, names, self._base)

    def _keyword(self, ahead: int = 0) -> str:
        return self._tokens[self._at + ahead].keyword if self._at + ahead < len(self._tokens) else ""

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise QuerySyntax("the update ends before it is complete")
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip(self, keyword: str) -> bool:
        if self._keyword() != keyword:
            return False
        self._at += 1
        return True

    def _expect(self, keyword: str) -> None:
        if not self._skip(keyword):
            found = self._tokens[self._at].text if self._at < len(self._tokens) else "the end"
            raise QuerySyntax(f"{keyword} was expected, not {found}")

    def _name(self) -> Token:
        token = self._next()
        if token.kind not in (Kind.IRI, Kind.NAME):
            raise QuerySyntax(f"the IRI of a graph was expected, not {token.text}")
        return token


def _name_of(declaration: tuple[Token, ...]) -> str:
    """Return the prefix that is declared; nothing for BASE."""
    return declaration[1].text if len(declaration) == 3 else ""


def _clauses(using: Using) -> str:
    """Write a dataset as USING clauses. Raises QuerySyntax for what is no IRI."""
    try:
        default = [f"USING {ox.NamedNode(iri)}" for iri in using.default]
        named = [f"USING NAMED {ox.NamedNode(iri)}" for iri in using.named]
    except ValueError as error:
        raise QuerySyntax(f"using-graph-uri and using-named-graph-uri take IRIs: {error}") from error
    return " ".join([*default, *named])
