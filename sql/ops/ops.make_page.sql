-- SPDX-License-Identifier: Apache-2.0
-- ops.make_page: a page of a list whose items have an id.
-- Result:  {items, next}; next is the last item's id when the page is full.

create function ops.make_page(i_items jsonb, i_limit integer) returns jsonb
    language sql immutable
    set search_path = pg_catalog, pg_temp
    return jsonb_build_object(
        'items', i_items,
        'next', case when jsonb_array_length(i_items) >= i_limit then i_items->-1->'id' end);
comment on function ops.make_page(jsonb, integer) is 'A page of a list, with the cursor of the next.';
revoke all on function ops.make_page(jsonb, integer) from public;
