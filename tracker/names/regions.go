package names

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// Region is a group of countries and territories by where they are. A continent or sub-region of the United Nations
// geoscheme (M49) has the members that it has there, with Taiwan and Kosovo added; North America therefore reaches to
// Panama. For other regions Basis says who draws the line; where nobody does, it is "usage", and open to argument.
type Region struct {
	Code      string   // "western_africa"
	Name      string   // English
	NameFR    string   // French
	Basis     string   // "M49 011", or who defines it
	Countries []string // alpha-2 codes, sorted
}

// RegionMatch is a region that is meant by the bytes of a text from Start to End.
type RegionMatch struct {
	Region     Region
	Start, End int
}

// Regions returns all regions, parts before the wholes that they make.
func Regions() []Region {
	regions := slices.Clone(globe().regions)
	for i, r := range regions {
		regions[i] = r.clone()
	}
	return regions
}

// RegionNamed returns the region that a text names, by its code, its name or its adjective, in English or French.
func RegionNamed(text string) (Region, bool) {
	for _, i := range globe().phrases.whole(text) {
		return globe().regions[i].clone(), true
	}
	return Region{}, false
}

// RegionsIn returns the regions that a sentence speaks of, in the order of the sentence. It does not look at countries:
// where CountriesIn finds a longer piece of the sentence ("South Africa"), no region is meant.
func RegionsIn(sentence string) []RegionMatch {
	var found []RegionMatch
	for _, h := range globe().phrases.within(sentence, wordSpans(sentence)) {
		found = append(found, RegionMatch{globe().regions[h.means].clone(), h.start, h.end})
	}
	return found
}

func (r Region) clone() Region {
	r.Countries = slices.Clone(r.Countries)
	return r
}

//go:embed regions.tsv
var regionsTSV string

type globeData struct {
	regions []Region
	phrases phrases[int]
}

var globe = sync.OnceValue(func() *globeData {
	g := new(globeData)
	members := make(map[string][]string)
	for fields := range table(regionsTSV) {
		r := Region{Code: fields[0], Name: fields[1], NameFR: fields[2], Basis: fields[5]}
		for _, member := range strings.Fields(fields[4]) {
			if part, ok := members[member]; ok {
				r.Countries = append(r.Countries, part...)
			} else {
				r.Countries = append(r.Countries, member)
			}
		}
		slices.Sort(r.Countries)
		r.Countries = slices.Compact(r.Countries)
		members[r.Code] = r.Countries
		spellings := append([]string{r.Code, r.Name, r.NameFR}, values(fields[3])...)
		for _, text := range distinct(spellings) {
			g.phrases.add(text, anyCase, len(g.regions))
		}
		g.regions = append(g.regions, r)
	}
	return g
})

// distinct returns the texts without those that have the Key of an earlier one.
func distinct(texts []string) []string {
	seen := make(map[string]bool)
	return slices.DeleteFunc(texts, func(t string) bool {
		key := Key(t)
		if seen[key] {
			return true
		}
		seen[key] = true
		return false
	})
}
