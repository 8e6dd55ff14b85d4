// Small helpers to build the page; whatever comes from a document goes in as text, never as markup.

const byId = (id) => document.getElementById(id);

function make(name, className, ...content) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...content);
  return node;
}

function makeButton(text, onClick, className) {
  const button = make("button", className, text);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

const classOf = (kind) => kind.replaceAll(" ", "-");
const sentenceCase = (name) => (name[0].toUpperCase() + name.slice(1)).replaceAll("_", " ");

// Annotated documents are sure of everything, which needs no telling.
function sureness(confidence) {
  if (confidence === undefined || confidence >= 1) return "";
  const node = make("span", "sure", confidence.toFixed(2));
  node.title = "Probability of being right";
  return node;
}

// A table that scrolls by itself where it is wider than the page.
function scrollingTable(name, columns) {
  const table = make("table");
  const head = make("tr");
  for (const column of columns) {
    const cell = make("th", "", column);
    cell.scope = "col";
    head.append(cell);
  }
  const body = make("tbody");
  table.append(make("thead", "", head), body);
  const scroller = make("div", "scroller", table);
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", name);
  return { scroller, body };
}
