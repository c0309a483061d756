package roster

import "fmt"

func (p Problem) String() string {
	if p.Column == "" {
		return fmt.Sprintf("%s: %v", p.Place, p.Why)
	}
	return fmt.Sprintf("%s, %s: %v", p.Place, p.Column, p.Why)
}
