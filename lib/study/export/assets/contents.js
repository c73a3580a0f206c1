// The table of contents shows where the reader is; on paper every fold is open.
(() => {
  const links = new Map(
    [...document.querySelectorAll(".contents a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
  );
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  if (headings.length > 0) {
    let waiting = false;
    const show = () => {
      waiting = false;
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight * 0.3);
      const current = passed.at(-1) ?? headings[0];
      for (const [id, link] of links) {
        if (id === current.id) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(show);
      waiting = true;
    }, { passive: true });
    show();
  }

  const opened = [];
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("article details:not([open])")) {
      fold.open = true;
      opened.push(fold);
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of opened.splice(0)) fold.open = false;
  });
})();
