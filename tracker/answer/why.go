package answer

import "strings"

// Why tells why Slack didn't do something, by its own word for that.
func (v *Words) Why(code string) string {
	if strings.HasPrefix(code, "restricted_action") {
		code = "restricted_action"
	}
	return v.SayAs("why(code)", code, code)
}
