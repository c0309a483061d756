// Package ask understands questions: a question in English, French or Spanish becomes readings, lines of the one language of
// commands, each with a cost. Nothing else comes out of it; the line is run elsewhere.
//
//	question ──tokens──▶ words ──spans──▶ what words mean ──clauses──▶ what asks, what is next to it
//	         ──rows──▶ readings with a cost ──▶ sure, or up to four to choose from
//
// # The cheapest explanation
//
// The lexicon (lexicon/en.txt, fr.txt, es.txt) says what phrases mean, by typed roles. The names of supporters, countries,
// groups and publishers are spans, too. The cheapest way to cover a question with spans is taken. A row of
// lexicon/rows.txt is a template of a line with what it needs and takes. A row explains a clause if it takes every span of
// the clause: one that is left over forbids the reading. Words without a meaning cost, more in the clause that asks than in
// an aside. The weights are in lexicon/weights.txt.
//
// Three readings have no rows: a topic of the call is found by the words that a question shares with its titles, a principle by
// the call's vocabulary, and a name that has words with a meaning in it by what is left when what asks is taken away.
//
// # The guarantee
//
// A reading is sure only if it is cheap and clearly cheaper than the next one that says something else. Coverage grows by
// rows of data: there is no list of words in the code.
package ask
