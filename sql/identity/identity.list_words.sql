-- SPDX-License-Identifier: Apache-2.0
-- identity.list_words: what a password of an account must not contain: what
-- others know of its person (GS-2.1.2, JR-5.1): names and numbers, the last
-- digits of the telephone, the day of birth as people write it.

create function identity.list_words(i_account uuid) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_array(a.name, p.name, p.number, i.code, right(translate(p.phone, '+ -', ''), 6))
           || coalesce((select jsonb_agg(to_char(p.birth_date, f))
                          from unnest(array['YYYY', 'YYMMDD', 'DDMMYY', 'MMDDYY', 'MMDD', 'DDMM']) f
                         where p.birth_date is not null), '[]')
      from identity.account a
      join identity.person p on p.person_id = a.person_id
      join identity.institution i on i.institution_id = a.institution_id
     where a.account_id = i_account;
$$;
comment on function identity.list_words(uuid) is 'What a password of an account must not contain.';
revoke all on function identity.list_words(uuid) from public;
