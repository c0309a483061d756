package names

import (
	"math/bits"
	"slices"
	"unicode/utf8"
)

// near finds the keys within two edits of a query. It rests on a pigeonhole: cut a key in three, and two edits leave one
// third whole. Every third is posted under its text, its place and the length of its key; a query looks up the pieces
// of itself that could be such a third.
type near struct {
	posts   []uint64 // the hash of a third above, the number of its key below; sorted
	letters []uint32 // the letterSet of each key
}

const (
	thirds   = 3
	maxEdits = thirds - 1
)

// third returns where third i of a key of n runes starts and ends.
func third(n, i int) (start, end int) {
	return n * i / thirds, n * (i + 1) / thirds
}

// nearTo posts the thirds of n keys; an empty one counts as none. Keys of fewer than three runes are not posted: every edit makes
// them another word.
func nearTo(n int, key func(i int) string) near {
	x := near{posts: make([]uint64, 0, n*thirds), letters: make([]uint32, n)}
	var runes []rune
	for i := range n {
		runes = appendRunes(runes[:0], key(i))
		x.letters[i] = letterSet(runes)
		for place := 0; place < thirds && len(runes) >= thirds; place++ {
			start, end := third(len(runes), place)
			x.posts = append(x.posts, uint64(hashThird(len(runes), place, runes[start:end]))<<32|uint64(i))
		}
	}
	slices.Sort(x.posts)
	return x
}

// search yields every key that may be within so many edits (at most maxEdits) of the query, and some that are not; a key
// may come more than once.
func (x *near) search(query []rune, most int, yield func(key uint32)) {
	if len(x.posts) == 0 {
		return
	}
	letters := letterSet(query)
	lookup := func(n, i int, piece []rune) {
		hash := uint64(hashThird(n, i, piece))
		from, _ := slices.BinarySearch(x.posts, hash<<32)
		for _, p := range x.posts[from:] {
			if p>>32 != hash {
				return
			}
			if key := uint32(p); bits.OnesCount32(letters^x.letters[key]) <= 2*most {
				yield(key)
			}
		}
	}
	for n := max(thirds, len(query)-most); n <= len(query)+most; n++ {
		shift := len(query) - n
		for i := range thirds {
			start, end := third(n, i)
			// Before third i at most i edits have moved it; after it at most maxEdits-i have.
			before, after := min(i, most), min(maxEdits-i, most)
			from := max(0, start-before, start+shift-after)
			to := min(len(query)-(end-start), start+before, start+shift+after)
			for at := from; at <= to; at++ {
				stop := at + end - start
				lookup(n, i, query[at:stop])
				// Two letters swapped across a border spoil two thirds with one edit: undo the swap as well.
				if stop < len(query) && query[stop] != query[stop-1] {
					lookup(n, i, swapped(query, stop)[at:stop])
				}
				if at > 0 && query[at-1] != query[at] {
					lookup(n, i, swapped(query, at)[at:stop])
				}
			}
		}
	}
}

// letterSet has a bit for each letter and digit of a key, give or take: an edit changes at most two bits.
func letterSet(key []rune) uint32 {
	var set uint32
	for _, r := range key {
		set |= 1 << (r & 31)
	}
	return set
}

// swapped is a text in which the letter at a place and the one before it have changed places.
func swapped(text []rune, at int) []rune {
	text = slices.Clone(text)
	text[at-1], text[at] = text[at], text[at-1]
	return text
}

// hashThird is the hash of the length of a key, and the place and the text of a third of it.
func hashThird(n, i int, piece []rune) uint32 {
	const prime = 2654435761 // spreads the bits
	hash := uint32(n*thirds + i)
	for _, r := range piece {
		hash = hash*prime + uint32(r)
	}
	hash *= prime
	return (hash ^ hash>>15) * prime
}

// Edits returns how many insertions, deletions, substitutions and swaps of neighbours turn one word into another, or most+1
// if it is more than that.
func Edits(a, b string, most int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] && a[0] < utf8.RuneSelf {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] && a[len(a)-1] < utf8.RuneSelf {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if most == 1 && max(len(a), len(b)) > 2*utf8.UTFMax { // one edit is of two letters at most
		return most + 1
	}
	return edits([]rune(a), []rune(b), most)
}

// edits returns how many insertions, deletions, substitutions and swaps of neighbours turn a into b, or most+1 if it is
// more than that (the restricted Damerau-Levenshtein distance). It allocates nothing, as it is asked for each candidate.
func edits(a, b []rune, most int) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > most || len(b) > maxQuery+maxEdits { // no name has such a word
		return most + 1
	}
	if len(a) == 0 {
		return len(b)
	}
	var rows [3][maxQuery + maxEdits + 1]uint8
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = uint8(j)
	}
	for i := 1; i <= len(a); i++ {
		row[0] = uint8(i)
		least := row[0]
		for j := 1; j <= len(b); j++ {
			d := min(last[j], row[j-1]) + 1
			if a[i-1] == b[j-1] {
				d = min(d, last[j-1])
			}
			d = min(d, last[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j], least = d, min(least, d)
		}
		if int(least) > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return min(int(last[len(b)]), most+1)
}
