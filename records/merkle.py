"""The Merkle tree of RFC 6962, grown from the right; pure arithmetic over hex digests.

A tree of n leaves is kept as its frontier: the roots of the complete subtrees that n splits into by its binary
digits, largest first. Appending, the root and the next seal need nothing else.
"""

from hashlib import sha256

EMPTY = sha256(b"").hexdigest()


def join(left: str, right: str) -> str:
    """The hash of an inner node (RFC 6962, 2.1)."""
    return sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def root_of(frontier) -> str:
    """The root of the tree with this frontier."""
    if not frontier:
        return EMPTY
    *rest, root = frontier
    for node in reversed(rest):
        root = join(node, root)
    return root


def append(size, frontier, leaves, keep_from):
    """Add leaves (raw 32-byte digests) to a tree of `size` leaves.

    Returns the new size, the new frontier in hex, and the nodes [(level, position, hex)] completed on `keep_from`
    or a higher level.
    """
    stack, nodes = [bytes.fromhex(node) for node in frontier], []
    for leaf in leaves:
        size += 1
        level, count = 0, size
        while not count & 1:
            leaf = sha256(b"\x01" + stack.pop() + leaf).digest()
            level, count = level + 1, count >> 1
            if level >= keep_from:
                nodes.append((level, (size >> level) - 1, leaf.hex()))
        stack.append(leaf)
    return size, [node.hex() for node in stack], nodes


def split(size: int) -> int:
    """The largest power of two smaller than size: the leaves of the left subtree."""
    return 1 << (size - 1).bit_length() - 1


def subtree(start, end, node):
    """The hash over leaves start..end-1; `node(level, position)` gives the complete subtrees it is asked for."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    middle = start + split(size)
    return join(subtree(start, middle, node), subtree(middle, end, node))


def path(number, start, end, node):
    """The audit path of a leaf in the tree over leaves start..end-1, deepest first (RFC 6962, 2.1.1)."""
    if end - start == 1:
        return []
    middle = start + split(end - start)
    if number < middle:
        return [*path(number, start, middle, node), subtree(middle, end, node)]
    return [*path(number, middle, end, node), subtree(start, middle, node)]


def climb(digest, number, size, steps) -> str:
    """The root that a leaf and its audit path lead to (RFC 9162, 2.1.3.2); "" when the path has the wrong length."""
    last = size - 1
    for step in steps:
        if last == 0:
            return ""
        if number & 1 or number == last:
            digest = join(step, digest)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            digest = join(digest, step)
        number, last = number >> 1, last >> 1
    return digest if last == 0 else ""
