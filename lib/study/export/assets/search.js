// Search over all text and code. The index and the engine are plain scripts, loaded when the box is first used.
// "/" goes to the box, arrow keys walk through what was found, Escape closes.
(() => {
  const root = document.documentElement.dataset.root;
  const form = document.querySelector(".search");
  const box = document.getElementById("query");
  const panel = document.getElementById("results");
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", "Search results");
  let index;
  let dismissed = false;

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
    if (event.key === "Escape" && !panel.hidden) {
      close();
      dismissed = true; // going back to the box is not asking again
      box.focus();
    }
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !panel.hidden) walk(event);
  });
  document.addEventListener("click", (event) => {
    if (!panel.contains(event.target) && !form.contains(event.target)) close();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    panel.querySelector("a")?.click();
  });
  box.addEventListener("focus", () => load().then(() => dismissed || find()));
  box.addEventListener("input", () => {
    dismissed = false;
    load().then(find);
  });

  function walk(event) {
    const stops = [box, ...panel.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.max(0, Math.min(stops.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  }

  function close() {
    panel.hidden = true;
  }

  let loading;
  function load() {
    loading ??= Promise.all([script("assets/minisearch.js"), script("assets/search-index.js")]).then(() => {
      index = globalThis.MiniSearch.loadJS(globalThis.labSearchIndex, {
        fields: ["title", "heading", "text", "code"],
        storeFields: ["title", "heading", "text", "code", "href"],
        tokenize: words,
      });
    }).catch(() => {
      loading = undefined;
      show("The search could not be loaded.", []);
    });
    return loading;
  }

  function script(path) {
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = root + path;
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  // As searchWords in search_index.ts: runs of letters and digits, and the parts of joined names beside the whole.
  function words(text) {
    return (text.match(/[\p{L}\p{N}_]+/gu) ?? []).flatMap((word) => {
      const parts = word.split(/_+|(?<=[a-z0-9])(?=[A-Z])/).filter((part) => part !== "");
      return parts.length > 1 ? [word, ...parts] : [word];
    });
  }

  function find() {
    const query = box.value.trim();
    if (!index || query === "") return close();
    const found = index.search(query, {
      combineWith: "AND",
      prefix: true,
      fuzzy: (term) => term.length > 4 ? 0.2 : false,
      boost: { title: 4, heading: 3, text: 1.5 },
    });
    const lower = query.toLowerCase();
    const exact = (hit) => (hit.text + "\n" + hit.code + "\n" + hit.heading).toLowerCase().includes(lower) ? 0 : 1;
    found.sort((a, b) => exact(a) - exact(b) || b.score - a.score);
    const more = found.length > 12 ? ", the best 12 shown" : "";
    show(found.length === 0 ? `Nothing has “${query}”.` : `${found.length} found${more}`, found.slice(0, 12), query);
  }

  function show(summary, hits, query) {
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.textContent = summary;
    const list = document.createElement("ol");
    for (const hit of hits) {
      const link = document.createElement("a");
      link.href = root + hit.href;
      const where = document.createElement("span");
      where.className = "where";
      where.textContent = hit.heading ? `${hit.title}: ${hit.heading}` : hit.title;
      link.append(where, excerpt(hit, query));
      link.addEventListener("click", close);
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    panel.replaceChildren(status, list);
    panel.hidden = false;
  }

  // The stretch around the first place where the query, or else one of the words it found, stands.
  function excerpt(hit, query) {
    const line = document.createElement("span");
    const wanted = [query, ...hit.terms].map((word) => word.toLowerCase());
    for (const [text, kind] of [[hit.text, ""], [hit.code, "code-hit"]]) {
      const lower = text.toLowerCase();
      const word = wanted.find((one) => lower.includes(one));
      if (word === undefined) continue;
      const at = lower.indexOf(word);
      const start = Math.max(0, at - 60);
      const marked = document.createElement("mark");
      marked.textContent = text.slice(at, at + word.length);
      line.className = kind;
      line.append(
        start > 0 ? "…" : "",
        text.slice(start, at),
        marked,
        text.slice(at + word.length, at + word.length + 90),
      );
      return line;
    }
    line.textContent = hit.text.slice(0, 140);
    return line;
  }
})();
