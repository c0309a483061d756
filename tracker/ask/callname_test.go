package ask_test

import (
	"testing"

	"rollcall/tracker"
	"rollcall/tracker/answer"
	"rollcall/tracker/ask"
)

// A question that names another call is not answered from this one's roll.
func TestAQuestionIsAboutTheCallThatItNames(t *testing.T) {
	book, err := (&tracker.Book{}).With(tracker.Entry{Seq: 1, On: "2024-05-01", Event: tracker.Changed{Why: tracker.Joined,
		Supporter: tracker.Supporter{ID: 1, Name: "France", Category: tracker.State, Country: "FR", FirstListed: "2024-05-01"}}})
	if err != nil {
		t.Fatal(err)
	}
	call := &tracker.Call{Slug: "example", Name: "Example Call for Tidy Desks", NameFR: "Appel exemple pour des bureaux rangés", Launched: "2024-05-01"}
	r := ask.NewReader(book, call, "2024-06-01")
	for line, want := range map[string]answer.Kind{
		"has France signed?":                                 answer.Status,
		"has France signed the call?":                        answer.Status,
		"has France signed the Example Call?":                answer.Status,
		"has France signed the Example Call for Tidy Desks?": answer.Status,
		"la France a-t-elle signé l'Appel exemple ?":         answer.Status,
		"has France signed the Paris Call?":                  answer.Unknown,
		"la France a-t-elle signé l'Appel de Paris ?":        answer.Unknown,
		"how many states support the Paris Call?":            answer.Unknown,
		"which working groups are there?":                    answer.About,
		"principle 8":                                        answer.Unknown,
	} {
		if got := r.Run(r.Understand(line)); got.Kind != want {
			t.Errorf("%q is answered with %s, want %s", line, got.Kind, want)
		}
	}
}
