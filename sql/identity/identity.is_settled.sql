-- SPDX-License-Identifier: Apache-2.0
-- identity.is_settled: does a member's word count where members decide for all:
-- of the first two at once, of each further one 30 days after it was admitted.
-- The operator admits members alone; whom it admits today does not decide tomorrow
-- in the place of those who were there (docs/THREATS.md).

create function identity.is_settled(i_institution identity.institution) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select i_institution.kind = 'member'
       and (coalesce(i_institution.admitted_at <= statement_timestamp() - interval '30 days', false)
            or 2 > (select count(*)
                      from identity.institution i
                     where i.kind = 'member' and i.state in ('active', 'suspended')
                       and (coalesce(i.admitted_at, 'infinity'), i.institution_id)
                           < (coalesce(i_institution.admitted_at, 'infinity'), i_institution.institution_id)));
$$;
comment on function identity.is_settled(identity.institution) is 'Whether a member''s word counts where members decide for all.';
revoke all on function identity.is_settled(identity.institution) from public;
