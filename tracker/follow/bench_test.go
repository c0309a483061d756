package follow

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"rollcall/tracker"
)

// BenchmarkLook reads and compares the Paris Call's whole list, as a code host packs it.
func BenchmarkLook(b *testing.B) {
	call, whole := paris(b, days[3])
	tr := open(b, whole)
	f := following(b, newSite(b), tr, call, io.Discard)
	var lists [2][]byte
	for i := range lists {
		lists[i] = packed(b, official(tr.Book()), revision(i))
	}
	for i := 0; b.Loop(); i++ {
		if err := readsAll(b, f, lists[i%2]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLookAtMany reads and compares 100,000 rows of a file.
func BenchmarkLookAtMany(b *testing.B) {
	const many = 100_000
	call, _ := paris(b, days[0])
	entries := make([]tracker.Entry, many)
	rows := []string{"name,category,country,website\n"}
	for i := range entries {
		id := tracker.Seq(i + 1)
		name := fmt.Sprintf("Example %d of %d", i, i*7919%many)
		entries[i] = tracker.Entry{Seq: id, On: days[0], By: "bench", Event: tracker.Changed{Why: tracker.Joined, Source: "https://example.org",
			Supporter: tracker.Supporter{ID: id, Name: name, Category: tracker.Company, Country: "FR", FirstListed: days[0], Source: "https://example.org", Website: "https://example.org"}}}
		rows = append(rows, name+",company,FR,https://example.org\n")
	}
	tr := open(b, entries)
	f := following(b, newSite(b), tr, call, io.Discard)
	f.Call.Origin.Folder, f.Call.Origin.Address = "", "https://example.org/list.csv"
	lists := [2][]byte{[]byte(strings.Join(rows, "")), []byte(strings.Join(rows, "") + "Newer Sample,company,FR,\n")}
	runtime.GC()
	for i := 0; b.Loop(); i++ {
		if err := readsAll(b, f, lists[i%2]); err != nil {
			b.Fatal(err)
		}
	}
}
