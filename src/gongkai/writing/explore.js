// Whatever shows the same thing carries the same key in data-k: a cell of a table, its place in the
// text, a finding that names it. Choosing one lights up all the others and brings them into view.
"use strict";
const keys = (words) => (words ? words.split(" ") : []);
const things = new Map(); // what shows a key
const pointing = new Map(); // what points to it, as a finding does to its cells
function enter(map, key, thing) {
  if (map.has(key)) map.get(key).push(thing);
  else map.set(key, [thing]);
}
for (const thing of document.querySelectorAll("[data-k]")) {
  for (const key of keys(thing.dataset.k)) enter(things, key, thing);
  for (const key of keys(thing.dataset.to)) enter(pointing, key, thing);
}

const groups = [...document.querySelectorAll("[data-group]")].map((group) => [
  ...group.querySelectorAll("[data-k]"),
]);
const groupOf = (thing) => groups.find((group) => group.includes(thing)) || [];
for (const group of groups) if (group.length) group[0].tabIndex = 0;

const said = document.getElementById("said");
let lit = [];

function choose(thing) {
  for (const old of lit) {
    old.classList.remove("lit", "chosen");
    old.removeAttribute("aria-selected");
  }
  const own = keys(thing.dataset.k);
  const found = [...own, ...keys(thing.dataset.to)].flatMap((key) => things.get(key) || []);
  lit = [...new Set([thing, ...found, ...own.flatMap((key) => pointing.get(key) || [])])];
  const seen = new Set([groupOf(thing)]);
  for (const other of lit) {
    other.classList.add("lit");
    if (other.tagName === "TD") other.setAttribute("aria-selected", "true");
    const group = groupOf(other);
    if (!seen.has(group)) other.scrollIntoView({ block: "center", inline: "nearest" });
    seen.add(group);
  }
  thing.classList.add("chosen");
  const cells = lit.filter((other) => other.tagName === "TD");
  const titled = cells.length ? cells : lit.filter((other) => other.title);
  const told = thing.title || !titled.length ? [thing] : titled;
  said.textContent = told
    .slice(0, 8)
    .map((other) => other.title || other.textContent)
    .join("\n\n");
}

function move(from, to) {
  if (!to) return;
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
  choose(to);
}

// The cell of the same column in a row above or below.
function below(cell, cells, step) {
  const column = cell.dataset.column;
  for (let at = cells.indexOf(cell) + step; cells[at]; at += step)
    if (cells[at].dataset.column === column) return cells[at];
  return undefined;
}

document.addEventListener("click", (event) => {
  const thing = event.target.closest("[data-k]");
  if (!thing || String(getSelection())) return;
  const group = groupOf(thing);
  for (const other of group) if (other.tabIndex === 0) other.tabIndex = -1;
  move(thing, thing);
});

document.addEventListener("keydown", (event) => {
  const thing = event.target.closest("[data-k]");
  if (!thing || event.altKey || event.ctrlKey || event.metaKey) return;
  const group = groupOf(thing);
  const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
  if (event.key === "Enter" || event.key === " ") choose(thing);
  else if (!step) return;
  else if (thing.dataset.column && /Up|Down/.test(event.key)) move(thing, below(thing, group, step));
  else move(thing, group[group.indexOf(thing) + step]);
  event.preventDefault();
});
