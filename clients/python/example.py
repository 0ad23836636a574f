#!/usr/bin/env python3
"""Asks a server for recommendations, then for the neighbours of each at once, in both styles.

    python example.py unix:/run/modiste.sock u42
"""

import asyncio
import sys

import modiste


def blocking(address, user):
    with modiste.Client(address, timeout=0.05, name="example.py") as shop:
        try:
            answer = shop.recommend(user_id=user, limit=5)
        except modiste.Unavailable as error:
            sys.exit(f"no answer, show the bestsellers instead: {error}")
        # All are sent before the first is waited for, so they cost one round trip together.
        calls = [shop.submit(modiste.SIMILAR_ITEMS, item_id=item.item_id, limit=3)
                 for item in answer.items]
        for item, call in zip(answer.items, calls):
            like = " ".join(similar.item_id for similar in shop.wait(call).items)
            print(f"{item.item_id:24} {item.score:.3f}  like {like}")
        print(f"answered by generation {shop.generation}")


async def asynchronous(address, user):
    async with modiste.AsyncClient(address, timeout=0.05, name="example.py") as shop:
        answer = await shop.recommend(user_id=user, limit=5)
        likes = await asyncio.gather(
            *(shop.similar_items(item_id=item.item_id, limit=3) for item in answer.items))
        for item, like in zip(answer.items, likes):
            print(f"{item.item_id:24} like {' '.join(similar.item_id for similar in like.items)}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: example.py ADDRESS USER")
    blocking(*sys.argv[1:])
    asyncio.run(asynchronous(*sys.argv[1:]))
