-- SPDX-License-Identifier: Apache-2.0
-- access.round_down: the step of a factor that a number reaches, 0 below the
-- first.

create function access.round_down(i_policy integer, i_factor text, i_number bigint) returns bigint
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce((select max(p.least) from access.risk_point p
                      where p.policy = i_policy and p.factor = i_factor and p.least <= i_number), 0);
end;
$$;
revoke all on function access.round_down(integer, text, bigint) from public;
comment on function access.round_down(integer, text, bigint) is 'The step of a factor that a number reaches.';
