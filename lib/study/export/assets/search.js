// Search over all text and code. The index and the engine are plain scripts, loaded when the box is first used.
// "/" goes to the box, arrow keys walk through what was found, Escape closes.
(() => {
  const root = document.documentElement.dataset.root;
  const form = document.querySelector(".search");
  const box = document.getElementById("query");
  const panel = document.getElementById("results");
  panel.setAttribute("role", "region");
  panel.setAttribute("aria-label", "Search results");
  let search;
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
    loading ??= Promise.all([script("assets/search-engine.js"), script("assets/search-index.js")]).then(() => {
      search = globalThis.labSearch.openSiteSearch(globalThis.labSearchIndex);
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

  function find() {
    const query = box.value.trim();
    if (!search || query === "") return close();
    const { count, isLoose, best } = search(query);
    const more = count > best.length ? `, the best ${best.length} shown` : "";
    const near = isLoose ? `Nothing has “${query}”; with other spelling ` : "";
    show(count === 0 ? `Nothing has “${query}”.` : `${near}${count} found${more}`, best);
  }

  function show(summary, found) {
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    status.textContent = summary;
    const list = document.createElement("ol");
    for (const { section, excerpt } of found) {
      const link = document.createElement("a");
      link.href = root + section.href;
      const where = document.createElement("span");
      where.className = "where";
      where.textContent = section.heading ? `${section.title}: ${section.heading}` : section.title;
      link.append(where, lineOf(excerpt));
      link.addEventListener("click", close);
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
    panel.replaceChildren(status, list);
    panel.hidden = false;
  }

  function lineOf({ isCode, before, marked, after }) {
    const line = document.createElement("span");
    if (isCode) line.className = "code-hit";
    const mark = document.createElement("mark");
    mark.textContent = marked;
    line.append(before, ...(marked === "" ? [] : [mark]), after);
    return line;
  }
})();
