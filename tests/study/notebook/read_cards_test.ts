import { assert, assertEquals, assertRejects } from "@std/assert";
import { formatNotebook, type Notebook } from "@lib/study/notebook/nbformat.ts";
import { newNotebook } from "@lib/study/notebook/notebook_template.ts";
import { readCards } from "@lib/study/notebook/read_cards.ts";

async function folderWith(notebooks: Readonly<Record<string, Notebook>>): Promise<string> {
  const folder = await Deno.makeTempDir();
  for (const [name, notebook] of Object.entries(notebooks)) {
    await Deno.mkdir(`${folder}/${name.split("/").slice(0, -1).join("/")}`, { recursive: true });
    await Deno.writeTextFile(`${folder}/${name}.ipynb`, formatNotebook(notebook));
  }
  return folder;
}
const card = (title: string, chapter: string) =>
  ({ title, chapter, level: "easy", minutes: 5, proves: "you can count" }) as const;

Deno.test("readCards() finds cards in every folder, by name and in order", async () => {
  const plain = newNotebook(card("Plain", "b"));
  delete plain.metadata.lab;
  const folder = await folderWith({
    "b/two": newNotebook(card("Two", "b")),
    "a/one": newNotebook(card("One", "a")),
    "b/.ipynb_checkpoints/two": newNotebook(card("Old", "b")),
    "b/plain": plain,
    "start": newNotebook(card("Start", "notebooks")),
  });
  await Deno.writeTextFile(`${folder}/a/notes.md`, "not a notebook");
  const cards = await readCards(new URL(`file://${folder}/`));
  assertEquals([...cards].map(([name, { title }]) => `${name}: ${title}`), [
    "a/one: One",
    "b/two: Two",
    "start: Start",
  ]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("every notebook of this checkout has a card", async () => {
  const cards = await readCards();
  assert(cards.size >= 12);
  assert([...cards.values()].every(({ minutes, proves }) => minutes > 0 && proves !== ""));
});

Deno.test("readCards() refuses a folder that is not there", async () => {
  await assertRejects(() => readCards(new URL("file:///no/such/folder/")), Deno.errors.NotFound);
});
