package pgtest

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// servant is the user that a server runs as if the tests run as root, which PostgreSQL refuses.
func servant() (uid, gid uint32, err error) {
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return 0, 0, fmt.Errorf("nobody to run PostgreSQL as: %w", err)
	}
	id, err := strconv.ParseUint(u.Uid, 10, 32)
	group, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return uint32(id), uint32(group), cmp.Or(err, err2)
}

// unprivileged has a program run as somebody who isn't root, and end with the tests.
func unprivileged(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGQUIT, Setpgid: true}
	if uid, gid, err := servant(); os.Geteuid() == 0 && err == nil {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: uid, Gid: gid}
	}
	cmd.Dir = "/"
}

// Give makes the server's user the owner of a file or a folder.
func Give(dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	uid, gid, err := servant()
	return errors.Join(err, os.Chown(dir, int(uid), int(gid)))
}

// inMemory is a folder in memory that has room for servers, which consist of a thousand files each; empty if there is none.
func inMemory() string {
	const folder, room = "/dev/shm", 2 << 30
	var free syscall.Statfs_t
	if err := syscall.Statfs(folder, &free); err != nil || free.Bavail*uint64(free.Bsize) < room {
		return ""
	}
	return folder
}
