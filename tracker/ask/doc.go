// Package ask turns a typed line into a Query, and a Query into an Answer read off a Book.
//
// A line is cut into tokens once ([Line], [Args]), in the same way for Slack, the terminal and the command line. [Reader.Read]
// understands the reading commands, such as "count state as-of:2020-12-31", and [Reader.Understand] questions, in English
// and French. A [Reader] runs a Query on the Book, the Call
// and the names as they stand; it keeps nothing and does no I/O.
//
// A question is understood by what its words do in it (words.tsv) and what they name: dates, countries, groups, categories
// and kinds, names on the roll, subjects of the principles. Each form of question is tried in turn, and taken only if every
// word is accounted for: one that isn't can change what is asked.
//
// The guarantee is honesty: where it isn't sure who is meant it says ambiguous, with candidates; a name that it doesn't
// know is unknown, never "has not signed"; before the roll's own records begin it shows reported figures, never zero.
package ask
