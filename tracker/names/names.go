// Package names turns what a person typed into what they meant: a listed supporter, a country, or a category
// or kind of supporter.
//
// # The idea
//
// Key folds a spelling until only what carries meaning is left; two spellings with one Key are one name. An Index keeps
// every spelling of every supporter in a few forms (as it is, without its legal form, as an acronym) and finds a query
// by the form that it equals, begins, or misses by one or two edits, or by the words that it shares.
//
//	query ──Key──▶ equal form     Exact, Suffix, Acronym      sorted keys, binary search
//	               longer form    Prefix                      the same keys, the range after it
//	               near form      Typo                        thirds of a key: two edits leave one of them whole
//	      ──words─▶ shared words  Reordered, Partial, Typo    inverted index, shortest names first
//
// # The guarantee
//
// Find is generous and Resolve is strict. Find shows everything that may be meant, best first. Resolve says sure only when
// exactly one supporter can be meant: nothing is sure that two supporters share, that was merely begun, that rests on
// a short word or on a word which is right elsewhere, or that another name is as near to. A list of candidates is a
// small nuisance; a confident wrong answer is the worst that this package can do.
//
// Nothing here does I/O, keeps state or panics: an Index never changes once it is made and is safe for concurrent use,
// and queries of any length and content are answered in bounded time.
//
// Countries with their capitals and demonyms, former ones, parts of states, homonyms, the lexicon and the words that say little in
// a name are data (the .tsv files in this folder), countries in English, French and Spanish.
package names
