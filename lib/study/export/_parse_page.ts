/**
 * What a page really holds, read back from its HTML: the text of each output, formulas, answers, links, pictures,
 * anchors, what a browser would fetch, and the words of each section. Completeness is proved on these facts and not on
 * what the renderer believes it has written.
 *
 * Cost: O(length of the page), one pass of htmlparser2, about 5 ms for 100 kB.
 *
 * Not here on purpose: judging (`_verify_page.ts`, `_dead_links.ts`).
 *
 * @module
 */
import { Parser } from "htmlparser2";
import { plainTex } from "./_plain_tex.ts";

/** An `<img>`. */
export interface ImageFact {
  /** Its address. */
  readonly src: string;
  /** Its text alternative; undefined when there is no such attribute. */
  readonly alt: string | undefined;
  /** Whether the page keeps room for it, so that nothing moves when it arrives. */
  readonly sized: boolean;
}

/** A folded answer: a `<details>` that stands in the author's text. */
export interface AnswerFact {
  /** Words of its summary. */
  readonly question: string;
  /** Length of the words below the summary. */
  readonly answerLength: number;
}

/** What stands between one heading and the next. */
export interface SectionFact {
  /** Anchor of the heading; empty above the first. */
  readonly id: string;
  /** Words of the heading. */
  readonly heading: string;
  /** Words of prose and outputs. */
  readonly text: string;
  /** Lines of code. */
  readonly code: string;
}

/** What one page holds. */
export interface PageFacts {
  /** Text by `data-output`. */
  readonly outputs: ReadonlyMap<string, string>;
  /** `data-output` of those that hold a picture, with its address. */
  readonly outputPictures: ReadonlyMap<string, string>;
  /** TeX of every formula. */
  readonly formulas: readonly string[];
  /** Answers in the article. */
  readonly answers: readonly AnswerFact[];
  /** Addresses of links in the article. */
  readonly articleLinks: readonly string[];
  /** Addresses of all links. */
  readonly links: readonly string[];
  /** All pictures. */
  readonly images: readonly ImageFact[];
  /** All anchors. */
  readonly ids: readonly string[];
  /** Addresses that a browser fetches with the page: pictures, styles, scripts, frames. */
  readonly fetched: readonly string[];
  /** Sections of the article, in order. */
  readonly sections: readonly SectionFact[];
  /** Dollar signs of formulas that were not understood, with the words around them. */
  readonly looseMaths: readonly string[];
}

/** Class of the element that holds what the author wrote. */
const ARTICLE = "article";
/** A `<details>` that the exporter made itself has this attribute. */
export const MADE_BY_EXPORT = "data-part";

/**
 * Reads a page.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parsePage } from "./_parse_page.ts";
 * const facts = parsePage('<article><div data-output="a.0"><pre>42</pre></div></article>');
 * assertEquals(facts.outputs.get("a.0"), "42");
 * ```
 */
export function parsePage(html: string): PageFacts {
  const reader = new Reader();
  const parser = new Parser({
    onopentag: (name, attributes) => reader.open(name, attributes),
    ontext: (text) => reader.text(text),
    onclosetag: (name) => reader.close(name),
  });
  parser.end(html);
  return reader.facts();
}

interface Section {
  id: string;
  heading: string;
  text: string;
  code: string;
}

class Reader {
  /** What to do when the innermost open elements close. */
  #stack: (() => void)[] = [];
  /** Gather text while an element is open. */
  #gather: { text: string }[] = [];
  #article = 0;
  #code = 0;
  #silent = 0;
  #heading = 0;
  #sections: Section[] = [{ id: "", heading: "", text: "", code: "" }];
  #outputs = new Map<string, string>();
  #outputPictures = new Map<string, string>();
  #openOutputs: string[] = [];
  #formulas: string[] = [];
  #answers: AnswerFact[] = [];
  /** Open answers, innermost last. */
  #summaries: { question: string }[] = [];
  #articleLinks: string[] = [];
  #links: string[] = [];
  #images: ImageFact[] = [];
  #ids: string[] = [];
  #fetched: string[] = [];
  #looseMaths: string[] = [];

  open(name: string, attributes: Record<string, string>): void {
    const done: (() => void)[] = [];
    const gather = (finished: (text: string) => void) => {
      const holder = { text: "" };
      this.#gather.push(holder);
      done.push(() => {
        this.#gather.splice(this.#gather.indexOf(holder), 1);
        finished(holder.text);
      });
    };
    const count = (add: (by: number) => void) => {
      add(1);
      done.push(() => add(-1));
    };
    if (attributes.id !== undefined) this.#ids.push(attributes.id);
    if (name === ARTICLE) count((by) => this.#article += by);
    if (name === "pre") count((by) => this.#code += by);
    if (name === "style" || name === "script" || name === "math") count((by) => this.#silent += by);
    const output = attributes["data-output"];
    if (output !== undefined) {
      this.#openOutputs.push(output);
      gather((text) => {
        this.#openOutputs.pop();
        this.#outputs.set(output, text);
      });
    }
    if (name === "annotation") {
      gather((text) => {
        this.#formulas.push(text);
        if (this.#article > 0 && this.#heading === 0) this.#sections.at(-1)!.text += plainTex(text);
      });
    }
    if (name === "details" && this.#article > 0 && attributes[MADE_BY_EXPORT] === undefined) {
      const answer = { question: "" };
      gather((text) =>
        this.#answers.push({ question: answer.question, answerLength: text.trim().length - answer.question.length })
      );
      this.#summaries.push(answer);
      done.push(() => this.#summaries.splice(this.#summaries.indexOf(answer), 1));
    }
    if (name === "summary" && this.#summaries.length > 0) {
      const answer = this.#summaries.at(-1)!;
      gather((text) => answer.question ||= text.trim());
    }
    if (/^h[23]$/.test(name) && this.#article > 0 && attributes.id !== undefined) {
      const section: Section = { id: attributes.id, heading: "", text: "", code: "" };
      this.#sections.push(section);
      this.#heading++;
      gather((text) => {
        this.#heading--;
        section.heading = text.trim();
      });
    }
    this.#addresses(name, attributes);
    this.#stack.push(() => done.reverse().forEach((finish) => finish()));
  }

  #addresses(name: string, attributes: Record<string, string>): void {
    if (name === "a" && attributes.href !== undefined) {
      this.#links.push(attributes.href);
      if (this.#article > 0) this.#articleLinks.push(attributes.href);
    }
    if (name === "img") {
      const { src = "", alt, width, height } = attributes;
      this.#images.push({ src, alt, sized: width !== undefined && height !== undefined });
      const output = this.#openOutputs.at(-1);
      if (output !== undefined) this.#outputPictures.set(output, src);
    }
    const fetches = ["img", "script", "iframe", "video", "audio", "source", "embed", "object", "input"].includes(name);
    for (const attribute of ["src", "data", "poster", "srcset"]) {
      const value = attributes[attribute];
      if (fetches && value) this.#fetched.push(value);
    }
    if (name === "link" && attributes.href) this.#fetched.push(attributes.href);
    for (const found of (attributes.style ?? "").matchAll(/url\(['"]?([^'")]+)/g)) this.#fetched.push(found[1]!);
  }

  text(text: string): void {
    for (const holder of this.#gather) holder.text += text;
    if (this.#silent > 0 || this.#article === 0) return;
    const section = this.#sections.at(-1)!;
    if (this.#heading > 0) return;
    if (this.#code > 0) section.code += text;
    else {
      section.text += text;
      if (this.#openOutputs.length === 0) {
        for (const found of text.matchAll(/.{0,20}(\$\$|\\begin\{).{0,20}/g)) this.#looseMaths.push(found[0]);
      }
    }
  }

  close(name: string): void {
    this.#stack.pop()?.();
    if (this.#article > 0 && BLOCKS.has(name)) {
      const section = this.#sections.at(-1)!;
      if (this.#code > 0 || name === "pre") section.code += "\n";
      else section.text += " ";
    }
  }

  facts(): PageFacts {
    return {
      outputs: this.#outputs,
      outputPictures: this.#outputPictures,
      formulas: this.#formulas,
      answers: this.#answers,
      articleLinks: this.#articleLinks,
      links: this.#links,
      images: this.#images,
      ids: this.#ids,
      fetched: this.#fetched,
      looseMaths: this.#looseMaths,
      sections: this.#sections.filter(({ id, text, code }) => id || (text + code).trim()).map((section) => ({
        ...section,
        text: section.text.replace(/\s+/g, " ").trim(),
        code: section.code.trim(),
      })),
    };
  }
}

const BLOCKS = new Set(["p", "li", "td", "th", "pre", "div", "h2", "h3", "h4", "summary", "figcaption", "math", "tr"]);
