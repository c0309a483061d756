//go:build !linux

package pgtest

import "os/exec"

func unprivileged(*exec.Cmd) {}

// Give does nothing: the server runs as the same user.
func Give(string) error { return nil }

func inMemory() string { return "" }
