package answer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Facts are what answers of one kind say, in addition to what all share.
type Facts interface {
	kind() Kind
	// words adds the lines that show the facts, and returns the headline, a sentence.
	words(t *text) string
}

// New begins an answer with the facts of its kind.
func New(f Facts) Answer { return Answer{}.With(f) }

// With returns the answer with the facts of its kind.
func (a Answer) With(f Facts) Answer {
	a.Kind, a.Facts = f.kind(), f
	return a
}

func (*StatusFacts) kind() Kind     { return Status }
func (*DetailFacts) kind() Kind     { return Detail }
func (*MissingFacts) kind() Kind    { return Missing }
func (*ChangesFacts) kind() Kind    { return Changes }
func (*CompareFacts) kind() Kind    { return Compare }
func (*CallsFacts) kind() Kind      { return Calls }
func (*TotalsFacts) kind() Kind     { return Count }
func (*CountFacts) kind() Kind      { return Count }
func (*SideFacts) kind() Kind       { return Count }
func (*ShareFacts) kind() Kind      { return Count }
func (*FiguresFacts) kind() Kind    { return Figure }
func (*ListFacts) kind() Kind       { return List }
func (*ChartFacts) kind() Kind      { return Chart }
func (*PrincipleFacts) kind() Kind  { return Principle }
func (*PrinciplesFacts) kind() Kind { return Principles }
func (*AboutFacts) kind() Kind      { return About }
func (*TopicFacts) kind() Kind      { return About }
func (*PartsFacts) kind() Kind      { return About }
func (*UnknownFacts) kind() Kind    { return Unknown }
func (*AmbiguousFacts) kind() Kind  { return Ambiguous }
func (*OverviewFacts) kind() Kind   { return Help }
func (*GroupsFacts) kind() Kind     { return Help }
func (*HelpFacts) kind() Kind       { return Help }
func (*LogFacts) kind() Kind        { return Log }
func (*EditedFacts) kind() Kind     { return Edited }
func (*SuggestedFacts) kind() Kind  { return Suggested }
func (*ProposalsFacts) kind() Kind  { return Proposals }
func (*AdminsFacts) kind() Kind     { return Admins }
func (*LanguageFacts) kind() Kind   { return Language }
func (*SubscribedFacts) kind() Kind { return Subscribed }
func (*RulesFacts) kind() Kind      { return Rules }
func (*DigestFacts) kind() Kind     { return Digest }
func (*RefusedFacts) kind() Kind    { return Refused }
func (*DryRunFacts) kind() Kind     { return DryRun }
func (*ImportedFacts) kind() Kind   { return Imported }
func (*ForgetFacts) kind() Kind     { return Forget }
func (*BackupFacts) kind() Kind     { return Backup }
func (*AskedFacts) kind() Kind      { return Asked }
func (*LexiconFacts) kind() Kind    { return Asked }

// contract is the order of the fields of an answer's JSON.
var contract = strings.Fields("kind headline text line verdict lang value status counts supporters total missing principles figures added removed recategorised " +
	"as_of checked filters rows of agrees difference order lacking counted overlap series import following asked lexicon sources candidates suggestions readings further")

// MarshalJSON encodes what all answers share, and the facts of the kind, as one object.
func (a Answer) MarshalJSON() ([]byte, error) {
	type shared Answer
	fields := map[string]json.RawMessage{}
	for _, part := range []any{shared(a), a.Facts} {
		var own map[string]json.RawMessage
		encoded, err := json.Marshal(part)
		if err == nil {
			err = json.Unmarshal(encoded, &own)
		}
		if err != nil {
			return nil, err
		}
		maps.Copy(fields, own)
	}
	var b bytes.Buffer
	for _, name := range contract {
		if value, ok := fields[name]; ok {
			fmt.Fprintf(&b, `,%q:%s`, name, value)
		}
		delete(fields, name)
	}
	if len(fields) > 0 {
		return nil, fmt.Errorf("an answer's JSON has no %v", fields)
	}
	return slices.Concat([]byte("{"), b.Bytes()[1:], []byte("}")), nil
}
