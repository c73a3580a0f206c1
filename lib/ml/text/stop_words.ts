/**
 * English stop words: words so frequent that they tell documents apart badly.
 *
 * Not here on purpose: other languages; finding stop words in the collection itself (words in more than a tenth of the
 * documents, say).
 *
 * Source: the 33 words are those of Lucene's EnglishAnalyzer; the 179 are NLTK's list for English, with its halves of
 * contractions (`don`, `t`). The Python package bm25s calls them `en` and `en_plus`.
 *
 * @module
 */

/** Lucene's 33. */
export const ENGLISH_STOP_WORDS: ReadonlySet<string> = new Set(listed(`
  a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to
  was will with
`));

/** NLTK's 179: pronouns, forms of to be, to have and to do, and contractions too. */
export const ENGLISH_STOP_WORDS_PLUS: ReadonlySet<string> = new Set(listed(`
  a about above after again against ain all am an and any are aren aren't as at be because been before being below
  between both but by can couldn couldn't d did didn didn't do does doesn doesn't doing don don't down during each few
  for from further had hadn hadn't has hasn hasn't have haven haven't having he her here hers herself him himself his
  how i if in into is isn isn't it it's its itself just ll m ma me mightn mightn't more most mustn mustn't my myself
  needn needn't no nor not now o of off on once only or other our ours ourselves out over own re s same shan shan't
  she she's should should've shouldn shouldn't so some such t than that that'll the their theirs them themselves then
  there these they this those through to too under until up ve very was wasn wasn't we were weren weren't what when
  where which while who whom why will with won won't wouldn wouldn't y you you'd you'll you're you've your yours
  yourself yourselves
`));

function listed(words: string): string[] {
  return words.trim().split(/\s+/);
}
