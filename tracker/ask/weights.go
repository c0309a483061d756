package ask

import "maps"

// Weights are what a reading costs, by the names of lexicon/weights.txt.
func (r *Reader) Weights() map[string]float64 { return maps.Clone(r.lex.weights) }

// With returns a Reader with other weights: those are fitted to graded questions, and then written into the file.
func (r *Reader) With(weights map[string]float64) *Reader {
	lex, other := *r.lex, *r
	lex.weights, other.lex = weights, &lex
	return &other
}
