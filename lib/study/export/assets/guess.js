// A question before a figure: the figure is shown when the reader has guessed, or does not want to. A guess is kept in
// this browser, so that a page that is read again shows what was guessed the first time.
(() => {
  document.querySelectorAll(".cell[data-guess]").forEach(ask);

  function ask(cell) {
    const { choices, answer, unit = "" } = JSON.parse(cell.dataset.guess);
    const key = `lab-guess ${location.pathname.split("/").slice(-2).join("/")}#${cell.id}`;
    const before = remembered(key);
    if (before !== null) {
      cell.before(said(before));
      return;
    }
    const form = document.createElement("form");
    form.className = "guess";
    form.append(choices ? choiceOf(choices) : inputOf(), buttonsOf());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const isSkipped = event.submitter?.value === "skip";
      const guess = isSkipped ? "" : String(new FormData(form).get("guess") ?? "").trim();
      if (!isSkipped && guess === "") return form.querySelector("input").focus();
      if (guess !== "") remember(key, guess);
      const line = said(guess);
      form.replaceWith(line);
      cell.classList.remove("veiled");
      line.focus();
    });
    cell.before(form);
    cell.classList.add("veiled");

    function choiceOf(choices) {
      const set = document.createElement("fieldset");
      const legend = document.createElement("legend");
      legend.textContent = "Your guess";
      set.append(legend);
      for (const choice of choices) {
        const label = document.createElement("label");
        const input = document.createElement("input");
        Object.assign(input, { type: "radio", name: "guess", value: choice });
        label.append(input, ` ${choice}`);
        set.append(label);
      }
      return set;
    }

    function inputOf() {
      const label = document.createElement("label");
      const input = document.createElement("input");
      Object.assign(input, { name: "guess", type: "text", autocomplete: "off" });
      if (typeof answer === "number") input.inputMode = "decimal";
      label.append("Your guess ", input, unit ? ` ${unit}` : "");
      return label;
    }

    function buttonsOf() {
      const row = document.createElement("span");
      row.className = "guess-buttons";
      for (const [value, text] of [["guess", "Show the figure"], ["skip", "Show it without a guess"]]) {
        const button = document.createElement("button");
        Object.assign(button, { type: "submit", value, textContent: text });
        row.append(button);
      }
      return row;
    }

    function said(guess) {
      const line = document.createElement("p");
      line.className = "guess-said";
      line.tabIndex = -1;
      line.setAttribute("role", "status");
      const withUnit = (value) => unit && !String(value).endsWith(unit) ? `${value} ${unit}` : String(value);
      line.textContent = [
        guess === "" ? "" : `You guessed: ${withUnit(guess)}.`,
        answer === undefined || guess === "" ? "" : verdict(guess, withUnit(answer)),
      ].filter(Boolean).join(" ");
      line.hidden = line.textContent === "";
      return line;
    }

    function verdict(guess, right) {
      if (choices) return guess === answer ? "Right." : `It is: ${right}.`;
      const number = Number.parseFloat(guess.replace(",", "."));
      const isNear = Math.abs(number - answer) <= Math.abs(answer) / 10;
      return isNear ? `Near: it is ${right}.` : `It is ${right}.`;
    }
  }

  function remembered(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // a page opened from a disk has no store in some browsers
    }
  }

  function remember(key, guess) {
    try {
      localStorage.setItem(key, guess);
    } catch { /* the guess is shown, and forgotten */ }
  }
})();
