package postgres

import (
	"context"
	"time"
)

const (
	// polling is the longest time between looks for what others append.
	polling = time.Second
	// channel is the channel of LISTEN and NOTIFY.
	channel = "rollcall"
)

// Next waits until somebody may have appended: until the server says so, or for a second.
func (d *DB) Next(ctx context.Context) {
	d.mu.Lock()
	moved := d.moved
	d.mu.Unlock()
	select {
	case <-ctx.Done():
	case <-moved:
	case <-time.After(polling):
	}
}

// announce notifies others that something was appended.
func (d *DB) announce() {
	select {
	case d.tell <- struct{}{}:
	default: // it will be
	}
}

// Listen notifies others of what is appended here, and waiters here of what is appended elsewhere, until ctx ends. If the
// server can't, or can't be reached, they find it by looking.
func (d *DB) Listen(ctx context.Context) {
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-d.tell:
				soon, cancel := context.WithTimeout(ctx, patience)
				_, err := d.pool.Exec(soon, `SELECT pg_notify($1, '')`, channel)
				cancel()
				if is(err, unsupported, noFunction) {
					return
				}
			}
		}
	}()
	for ctx.Err() == nil {
		if err := d.hear(ctx); is(err, unsupported, syntaxError) {
			return
		}
		pause(ctx, polling)
	}
}

// hear listens on a connection until that is lost.
func (d *DB) hear(ctx context.Context) error {
	pooled, err := d.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	conn := pooled.Hijack() // it listens for as long as it lives, so it never goes back to the pool
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return err
	}
	for {
		d.wake() // also of what was appended before it listened
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
	}
}

// wake wakes all waiters.
func (d *DB) wake() {
	d.mu.Lock()
	defer d.mu.Unlock()
	close(d.moved)
	d.moved = make(chan struct{})
}
