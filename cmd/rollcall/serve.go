package main

import "context"

func (p process) serve(ctx context.Context, args []string) error { return nil }
