"""Work shared among processes: results in order, a bounded number of them waiting, and no job lost
with a process that dies."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from typing import Final, TypeVar

from ..languages import Language, default_language, language

Job = TypeVar("Job")
Done = TypeVar("Done")

_WAITING: Final = 4
"""Jobs for each process that are under way or wait to be fetched."""


def cores() -> int:
    """How many processes this one may run at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    work: Callable[[Job], Done],
    jobs: Iterable[Job],
    *,
    workers: int,
    died: Callable[[Job], Done],
) -> Iterator[Done]:
    """The result of each job, in the order of the jobs.

    With one worker all is done here. A job whose process dies (out of memory, a crash in a library)
    is tried once more by itself; ``died`` makes the result of one that kills that process too.
    """
    if workers == 1:
        yield from map(work, jobs)
        return
    todo = iter(jobs)
    lost: list[Job] | None = None
    while lost is None or lost:
        waiting: deque[tuple[Job, concurrent.futures.Future[Done]]] = deque()
        taken: list[Job] = []
        lost = []
        pool = pool_of(workers)
        try:
            for job in todo:
                taken = [job]
                waiting.append((job, pool.submit(work, job)))
                taken = []
                if len(waiting) >= _WAITING * workers:
                    yield waiting[0][1].result()
                    waiting.popleft()
            while waiting:
                yield waiting[0][1].result()
                waiting.popleft()
        except BrokenProcessPool:
            lost = [*(job for job, _ in waiting), *taken]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        for job in lost:
            yield alone(work, job, died)


def alone(work: Callable[[Job], Done], job: Job, died: Callable[[Job], Done]) -> Done:
    """The result of one job in a process of its own, or what ``died`` makes of it."""
    with pool_of(1) as pool:
        try:
            return pool.submit(work, job).result()
        except BrokenProcessPool:
            return died(job)


def pool_of(workers: int) -> concurrent.futures.ProcessPoolExecutor:
    """Processes that end with this one."""
    return concurrent.futures.ProcessPoolExecutor(
        workers, initializer=_begin, initargs=(default_language(),)
    )


def _begin(lang: Language) -> None:
    """A worker speaks the language of the process that it works for, and does not outlive it,
    however that one ends."""
    language(lang)
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
