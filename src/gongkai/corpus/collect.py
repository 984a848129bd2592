"""A folder of reports as one table that is kept up to date: only what is new or changed is read.

What was read is kept in parts in a folder beside the table, each with the names and contents it was
made of. A part appears whole or not at all, and the table is put together from parts: a run that is
killed loses the parts under way, and the next one goes on.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import attrs

from ..arrow import schema, to_arrow
from ..errors import MissingExtraError
from ..figures import trim
from ..languages import Both
from ..layouts import Layout
from ..reading.sources import MAX_BYTES
from ..writing.rows import SCHEMA_VERSION, joined, rows, wide_rows
from .many import Failure, Options, read_one, with_progress
from .sources import Input, Many, folder_pattern, inputs
from .workers import alone, cores, in_order

_GROUP: Final = 8_000_000
"""Bytes of rows that are written at once."""
ENDINGS: Final = (".parquet", ".jsonl", ".csv", ".duckdb")
"""What a table can be written as."""

_WAIT: Final = 10
"""Seconds to wait for the lock: what is left of a killed run holds it for a moment."""

_BATCH: Final = 64
"""Files of one part: what a killed run loses at most for each process, twice."""

_META: Final = b"gongkai-part"


@attrs.frozen
class Collected:
    """What a run of :func:`collect` did: the table, how many files were ``read`` and how many were
    known already (``kept``), and all files of the table that could not be read."""

    output: Path
    read: int
    kept: int
    failures: tuple[Failure, ...]


class Entry(NamedTuple):
    """One file of a part: its name, its content's digest (None: to be read again), and why it could
    not be read."""

    file: str
    digest: str | None
    error: str = ""
    hint: str = ""


class Done(NamedTuple):
    """What became of a batch: how many files were known already, the others, and their rows as the
    bytes of a Parquet file."""

    kept: int
    entries: tuple[Entry, ...] = ()
    part: bytes = b""


Job: TypeAlias = tuple[tuple[Input, str | None], ...]
"""Files, each with the digest it is known by."""


@attrs.frozen
class How:
    """How the files are read and what the rows are."""

    options: Options
    wide: bool

    def key(self) -> str:
        """Parts that were made otherwise are not used."""
        try:
            library = version("gongkai")
        except PackageNotFoundError:
            library = ""
        layout = self.options.layout
        text = repr((SCHEMA_VERSION, library, self.wide, self.options.by, layout))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def collect(
    source: Many,
    output: str | os.PathLike[str],
    *,
    workers: int | None = None,
    wide: bool = False,
    partition: bool = False,
    by: str | None = None,
    layout: Layout | str | None = None,
    progress: bool = False,
    batch: int = _BATCH,
) -> Collected:
    """Read many reports into one table; a second run reads only what is new or changed.

    The table holds the files that ``source`` means now. What was read is kept in the folder
    ``OUTPUT.parts``, what could not be read is listed in ``OUTPUT.failures.jsonl``.

    Args:
        source: as for :func:`gongkai.read_many`. output: the table; its ending says what it is:
            ``.parquet``, ``.jsonl``, ``.csv`` or ``.duckdb``. workers: processes, by default one
            for each core. wide: a row a report instead of a row a cell. partition: a folder of
            Parquet files by year instead of one file. by, layout: as for ``read_many``. progress:
            show a bar (extra ``cli``). batch: files that are read and kept together.

    Raises:
        ValueError: an argument has no meaning. MissingExtraError: the extra ``collect`` (or
            ``duckdb``) is not installed. BlockingIOError: another run writes this table. OSError:
            the table cannot be written; what was read is kept.
    """
    out = Path(output)
    if out.suffix not in ENDINGS:
        raise ValueError(f"output={str(output)!r} does not end in one of {', '.join(ENDINGS)}")
    if partition and out.suffix != ".parquet":
        raise ValueError("partition=True needs an output that ends in .parquet")
    if by is not None:
        folder_pattern(by)
    how = How(Options(Layout.named(layout) if isinstance(layout, str) else layout, by), wide)
    state = out.with_name(out.name + ".parts")
    _needed(out.suffix)
    with _locked(state):
        parts = Parts(state, how.key())
        given = {_printable(item.name): item for item in inputs(source)}
        read = kept = 0
        jobs = _jobs(given, parts.known(), batch)
        done = in_order(
            partial(_read_batch, how=how),
            jobs,
            workers=workers or cores(),
            died=partial(_apart, how=how),
        )
        found: Iterator[Done] = itertools.chain.from_iterable(done)
        if progress:
            found = with_progress(
                found, total=len(given), size=lambda one: one.kept + len(one.entries)
            )
        for one in found:
            kept += one.kept
            read += len(one.entries)
            if one.entries:
                parts.add(one)
        live = parts.live(given)
        _write(out, parts, live, wide=wide, partition=partition)
        failures = tuple(
            Failure(entry.file, entry.error, entry.hint, entry.digest is not None)
            for entries in live.values()
            for entry in entries
            if entry.error
        )
        _write_failures(out.with_name(out.name + ".failures.jsonl"), failures)
    return Collected(out, read, kept, failures)


# --- reading, in the processes --------------------------------------------------------------------


def _jobs(given: Mapping[str, Input], known: Mapping[str, str], size: int) -> Iterator[Job]:
    items = iter(given.items())
    while some := tuple(itertools.islice(items, size)):
        yield tuple((item, known.get(name)) for name, item in some)


def _read_batch(job: Job, how: How) -> list[Done]:
    """Read the files that are not known by their content."""
    kept, entries, tables = 0, [], []
    for item, known in job:
        digest = _digest(item)
        if digest is not None and digest == known:
            kept += 1
            continue
        file = _printable(item.name)
        result = read_one(item, how.options)
        if result.report is not None:
            make = wide_rows if how.wide else rows
            tables.append(make(result.report, file=file))
        failure = result.failure
        entries.append(
            Entry(file, digest)
            if failure is None
            else Entry(file, digest if failure.lasting else None, failure.error, failure.hint)
        )
    if not entries:
        return [Done(kept)]
    return [Done(kept, tuple(entries), _encoded(tables, entries, how))]


def _apart(job: Job, how: How) -> list[Done]:
    """The files of a batch in which something kills the process that reads it, one by one."""
    if len(job) > 1:
        work, died = partial(_read_batch, how=how), partial(_apart, how=how)
        return [done for one in job for done in alone(work, (one,), died)]
    reason = "the process that read it died: out of memory, or a fault in a library"
    entry = Entry(_printable(job[0][0].name), None, reason)
    return [Done(0, (entry,), _encoded([], [entry], how))]


def _digest(item: Input) -> str | None:
    """A name for the content, None where it cannot be opened."""
    if item.error:
        return None
    if item.content is not None:
        content = item.content
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        return hashlib.sha256(data).hexdigest()
    try:
        with open(item.name, "rb") as file:
            return hashlib.sha256(file.read(MAX_BYTES + 1)).hexdigest()
    except OSError:
        return None


def _encoded(tables: Sequence[Any], entries: Sequence[Entry], how: How) -> bytes:
    import pyarrow
    import pyarrow.parquet

    fields = schema(wide=how.wide)
    said = json.dumps({"key": how.key(), "entries": entries})
    table = pyarrow.Table.from_batches([to_arrow(joined(tables, wide=how.wide), wide=how.wide)])
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(
        table.replace_schema_metadata({**fields.metadata, _META: said}), sink, compression="zstd"
    )
    return bytes(sink.getvalue())


def _printable(name: str) -> str:
    """A file's name as text that every format can hold."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


# --- the parts ------------------------------------------------------------------------------------


class Parts:
    """The parts of a table, by their numbers. A file belongs to the last part that names it."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder = folder
        self._entries: dict[int, list[Entry]] = {}
        for left in folder.glob("*.tmp"):
            left.unlink()
        for path in sorted(folder.glob("*.parquet")):
            entries = _entries_of(path, key)
            if entries is None:
                path.unlink()
            else:
                self._entries[int(path.stem)] = entries

    def path(self, number: int) -> Path:
        """The file of a part."""
        return self._folder / f"{number:09}.parquet"

    def add(self, done: Done) -> None:
        """Keep a part: after this a killed run does not lose it."""
        number = max(self._entries, default=0) + 1
        with _whole(self.path(number)) as temporary:
            temporary.write_bytes(done.part)
        self._entries[number] = list(done.entries)

    def known(self) -> dict[str, str]:
        """The digest of every file that need not be read again if its content is the same."""
        last = {entry.file: entry for entries in self._entries.values() for entry in entries}
        return {file: entry.digest for file, entry in last.items() if entry.digest is not None}

    def live(self, given: Iterable[str]) -> dict[int, list[Entry]]:
        """The entries of each part that no later part replaces and that are among these files.
        Parts of which all entries are replaced are removed."""
        wanted = set(given)
        last = {
            entry.file: number for number, entries in self._entries.items() for entry in entries
        }
        found = {}
        for number, entries in list(self._entries.items()):
            newest = [entry for entry in entries if last[entry.file] == number]
            found[number] = [entry for entry in newest if entry.file in wanted]
            if not newest:
                self.path(number).unlink()
                del self._entries[number], found[number]
        return found

    def batches(self, live: Mapping[int, Sequence[Entry]]) -> Iterator[Any]:
        """The rows of these entries, batch by batch."""
        import pyarrow
        import pyarrow.compute
        import pyarrow.parquet

        for number, entries in live.items():
            table = pyarrow.parquet.read_table(self.path(number))
            if len(entries) < len(self._entries[number]):
                names = pyarrow.array([entry.file for entry in entries], pyarrow.string())
                table = table.filter(pyarrow.compute.is_in(table["file"], value_set=names))
            yield from table.to_batches()


def _entries_of(path: Path, key: str) -> list[Entry] | None:
    """What a part says of itself; None if it is broken, or was made otherwise."""
    import pyarrow
    import pyarrow.parquet

    try:
        said = json.loads(pyarrow.parquet.read_schema(path).metadata[_META])
    except (pyarrow.ArrowException, OSError, KeyError, TypeError, ValueError):
        return None
    return [Entry(*entry) for entry in said["entries"]] if said["key"] == key else None


def _needed(ending: str) -> None:
    """Nothing is begun without what it takes to end it."""
    try:
        import filelock  # noqa: F401
        import pyarrow  # noqa: F401
    except ImportError:
        raise MissingExtraError("gongkai collect", "collect") from None
    if ending == ".duckdb":
        try:
            import duckdb  # noqa: F401
        except ImportError:
            raise MissingExtraError(Both("a DuckDB file", "DuckDB 文件"), "duckdb") from None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep other runs away from the parts in this folder."""
    import filelock

    folder.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(folder / "lock", timeout=_WAIT)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise BlockingIOError(0, "another run is writing this table", str(folder)) from None
    try:
        yield
    finally:
        lock.release()


# --- the table ------------------------------------------------------------------------------------


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A temporary path; what was written there stands at ``path`` afterwards, whole, also after a
    loss of power. After an error nothing is left of it."""
    temporary = path.with_name(path.name + ".tmp")
    _remove(temporary)
    try:
        yield temporary
        if temporary.is_file():
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
        if path.is_dir():
            _remove(path)
        temporary.replace(path)
    finally:
        _remove(temporary)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _write(
    out: Path, parts: Parts, live: Mapping[int, Sequence[Entry]], *, wide: bool, partition: bool
) -> None:
    fields = schema(wide=wide)
    write: Callable[[Path, Iterator[Any], Any], None] = (
        _partitioned if partition else _WRITERS[out.suffix]
    )
    with _whole(out) as temporary:
        write(temporary, parts.batches(live), fields)


def _parquet(path: Path, batches: Iterator[Any], fields: Any) -> None:
    import pyarrow
    import pyarrow.parquet

    # each row group is described in memory until the end: few large ones, not one for each part
    with pyarrow.parquet.ParquetWriter(path, fields, compression="zstd") as writer:
        for group in _groups(batches):
            table = pyarrow.Table.from_batches(group)
            writer.write_table(table.replace_schema_metadata(fields.metadata))


def _groups(batches: Iterator[Any]) -> Iterator[list[Any]]:
    """Batches together, up to some megabytes."""
    group: list[Any] = []
    size = 0
    for batch in batches:
        group.append(batch)
        size += batch.nbytes
        if size >= _GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def _partitioned(path: Path, batches: Iterator[Any], fields: Any) -> None:
    import pyarrow
    import pyarrow.dataset

    years = pyarrow.dataset.partitioning(pyarrow.schema([fields.field("year")]), flavor="hive")
    plain = (
        batch.replace_schema_metadata(fields.metadata)
        for group in _groups(batches)
        for batch in pyarrow.Table.from_batches(group).combine_chunks().to_batches()
    )
    pyarrow.dataset.write_dataset(plain, path, schema=fields, format="parquet", partitioning=years)


def _jsonl(path: Path, batches: Iterator[Any], _: Any) -> None:
    with path.open("w", encoding="utf-8") as file:
        for batch in batches:
            for row in batch.to_pylist():
                file.write(json.dumps(_plain(row), ensure_ascii=False) + "\n")


def _csv(path: Path, batches: Iterator[Any], fields: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(fields.names)
        for batch in batches:
            for row in batch.to_pylist():
                plain = _plain(row).values()
                writer.writerow(
                    [json.dumps(value) if isinstance(value, list) else value for value in plain]
                )


def _duckdb(path: Path, batches: Iterator[Any], fields: Any) -> None:
    import duckdb
    import pyarrow

    reader = pyarrow.RecordBatchReader.from_batches(
        fields, (batch.replace_schema_metadata(fields.metadata) for batch in batches)
    )
    with duckdb.connect(str(path)) as base:
        base.register("found", reader)
        base.execute("CREATE TABLE reports AS SELECT * FROM found")


_WRITERS: Final = {".parquet": _parquet, ".jsonl": _jsonl, ".csv": _csv, ".duckdb": _duckdb}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for JSON: decimals as strings of digits, without the zeros that fill them up."""
    return {
        name: [_digits(one) for one in value] if isinstance(value, list) else _digits(value)
        for name, value in row.items()
    }


def _digits(value: Any) -> Any:
    return format(trim(value), "f") if isinstance(value, Decimal) else value


def _write_failures(path: Path, failures: Sequence[Failure]) -> None:
    """The list of failures beside the table; none is no file."""
    if not failures:
        path.unlink(missing_ok=True)
        return
    with _whole(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        for failure in failures:
            said = {"file": failure.file, "error": failure.error, "hint": failure.hint}
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
