-- SPDX-License-Identifier: Apache-2.0
-- ops.make_page: a page of a list as every list answers it.
-- Inputs:  i_items, one item more than the page may hold, each with its id,
--          in the list's order; i_limit, how many it holds.
-- Result:  {"items", "next"}; next is the last item's id, or null at the end.

create function ops.make_page(i_items jsonb, i_limit integer) returns jsonb
    language sql immutable parallel safe
    return case when jsonb_array_length(i_items) > i_limit
        then jsonb_build_object('items', jsonb_path_query_array(i_items, '$[0 to $last]', jsonb_build_object('last', i_limit - 1)),
                                'next', i_items -> (i_limit - 1) -> 'id')
        else jsonb_build_object('items', coalesce(i_items, '[]'), 'next', null) end;
comment on function ops.make_page(jsonb, integer) is 'A page of a list: its items, and where the next begins.';
revoke all on function ops.make_page(jsonb, integer) from public;
