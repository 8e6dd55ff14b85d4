// The form of the service: sends an article, and adds what comes back to the documents.

const NAME_LENGTH = 60;

// The first line of a text, or as many of its words as a name may have.
function nameOf(text) {
  const line = text.trim().split("\n", 1)[0];
  return line.length <= NAME_LENGTH ? line : line.slice(0, NAME_LENGTH).replace(/\s+\S*$/, "") + " …";
}

// A document of the service as the page has its documents.
function pageOf(found) {
  const { id, text, published, entities, relations, records } = found;
  const name = id || nameOf(text);
  return { id, key: name, name, text, published, sides: [{ entities, relations, records }], counts: {} };
}

async function ask() {
  const least = Number(byId("least").value);
  const request = { text: byId("text").value, published: byId("published").value || null, min_confidence: least };
  const response = await fetch("extract", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request),
  });
  const found = await response.json();
  if (!response.ok) throw new Error(`${found.title}: ${found.detail}`);
  return pageOf(found);
}

async function submit(event) {
  event.preventDefault();
  byId("send").disabled = true;
  byId("failure").textContent = "";
  byId("told").textContent = "Reading …";
  try {
    addDocument(await ask());
    byId("document").focus();
  } catch (error) {
    byId("failure").textContent = error.message;
    byId("told").textContent = HINT;
  } finally {
    byId("send").disabled = false;
  }
}

byId("ask").addEventListener("submit", submit);
byId("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("ask").requestSubmit();
});
