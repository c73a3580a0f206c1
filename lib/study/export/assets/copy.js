// A copy button on every block of code, and room for the keyboard where a block is wider than the page.
(() => {
  for (const block of document.querySelectorAll(".code:not(.source)")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    const code = block.querySelector("code");
    button.addEventListener("click", async () => {
      const text = code.textContent;
      button.textContent = (await copied(text)) ? "Copied" : "Press Ctrl+C";
      button.classList.add("done");
      setTimeout(() => {
        button.textContent = "Copy";
        button.classList.remove("done");
      }, 1800);
    });
    const tools = document.createElement("span");
    tools.className = "block-tools";
    if (block.closest(".output.markdown")) tools.append(...foldButton(block));
    tools.append(button);
    block.querySelector("pre").prepend(tools);
  }

  // An excerpt that documents its members is read as a signature first; one click shows the comments.
  function foldButton(block) {
    const all = [...block.querySelectorAll(".l")];
    const docs = all.filter((line) => line.classList.contains("doc"));
    if (docs.length < 3 || docs.length === all.length) return [];
    const button = document.createElement("button");
    button.type = "button";
    const fold = (isFolded) => {
      block.classList.toggle("folded", isFolded);
      button.textContent = isFolded ? "Show comments" : "Hide comments";
      button.setAttribute("aria-expanded", String(!isFolded));
    };
    button.addEventListener("click", () => fold(!block.classList.contains("folded")));
    fold(true);
    return [button];
  }

  // A block that scrolls must be reachable by keyboard.
  const wide = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth + 1 || target.scrollHeight > target.clientHeight + 1;
      if (scrolls) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  for (const block of document.querySelectorAll("pre, .table, .formula, .output.text, .map-scroll")) {
    wide.observe(block);
  }

  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea"); // pages opened from a disk have no clipboard in some browsers
      area.value = text;
      area.style.position = "fixed";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }
})();
