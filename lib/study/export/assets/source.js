// On a page of source, a link to a range of lines (#L10-L20) marks all of them; the browser alone would only go there.
(() => {
  if (!document.body.classList.contains("source")) return;
  const mark = () => {
    for (const line of document.querySelectorAll(".source .shown")) line.classList.remove("shown");
    const range = location.hash.match(/^#L(\d+)-L(\d+)$/);
    if (!range) return;
    for (let number = Number(range[1]); number <= Number(range[2]); number++) {
      document.getElementById(`L${number}`)?.classList.add("shown");
    }
  };
  addEventListener("hashchange", mark);
  mark();
})();
