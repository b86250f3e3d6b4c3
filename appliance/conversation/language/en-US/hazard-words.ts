/** How people say that the air makes them ill. */
export const SICK =
  '(dizzy|dizziness|lightheaded|light headed|headache|headaches|head hurts|head aches|head is pounding|head pounding|head is splitting|head splitting|splitting headache|acting drunk|loopy|feeling light|faint|nauseous|na[wu]?[cs]i\\w+|nausea|nauseated|throwing up|vomiting|passed out|past out|pass out|passing out|fainted|fainting|feel faint|feeling faint|woozy|disoriented|feels sick|feel really sick|feel sick|feeling sick|got sick|getting sick|sick to (my|our|her|his) stomach|sleepy and|confused|foggy|weak and)';
/** What people say of an alarm that sounds. */
export const ALARMING =
  '(going off|went off|goes off|go off|sounding|sounded|blaring|ringing|screaming|alarming|alarmed|triggered|set off|keeps beeping|is beeping|are beeping|beeping|beeps|beeped|going nuts|going crazy|nuts|wont (quit|hush|shut up|stop)|just started|started|tripped|reading|reads|read|says|shows|wont stop|high|alert|alerting|chirping and|chirping nonstop|chirping with)';
