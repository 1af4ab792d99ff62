<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="nl_NL">
<context>
    <name>AddPersonForm</name>
    <message>
        <source>Kind</source>
        <translation>Child</translation>
    </message>
    <message>
        <source>Ouder</source>
        <translation>Parent</translation>
    </message>
    <message>
        <source>Opa of oma</source>
        <translation>Grandparent</translation>
    </message>
    <message>
        <source>Zwangerschap</source>
        <translation>Pregnancy</translation>
    </message>
    <message>
        <source>Iemand anders</source>
        <translation>Someone else</translation>
    </message>
    <message>
        <source>Wie voeg je toe?</source>
        <translation>Who are you adding?</translation>
    </message>
    <message>
        <source>Voornaam</source>
        <translation>First name</translation>
    </message>
    <message>
        <source>Tussenvoegsel</source>
        <translation>Prefix (van, de)</translation>
    </message>
    <message>
        <source>Achternaam</source>
        <translation>Surname</translation>
    </message>
    <message>
        <source>Geboren</source>
        <translation>Born</translation>
    </message>
    <message>
        <source>Geslacht</source>
        <translation>Gender</translation>
    </message>
    <message>
        <source>Krijgt hulp</source>
        <translation>Gets help</translation>
    </message>
    <message>
        <source>Kind van</source>
        <translation>Child of</translation>
    </message>
    <message>
        <source>Ouder van</source>
        <translation>Parent of</translation>
    </message>
    <message>
        <source>Woont bij</source>
        <translation>Lives with</translation>
    </message>
    <message>
        <source>Nog niet bekend</source>
        <translation>Not known yet</translation>
    </message>
    <message>
        <source>Nieuw huishouden</source>
        <translation>New household</translation>
    </message>
    <message>
        <source>Uitgerekende datum</source>
        <translation>Due date</translation>
    </message>
</context>
<context>
    <name>AddPersonPanel</name>
    <message>
        <source>Persoon toevoegen</source>
        <translation>Add a person</translation>
    </message>
    <message>
        <source>Toevoegen</source>
        <translation>Add</translation>
    </message>
    <message>
        <source>Toch niet</source>
        <translation>Never mind</translation>
    </message>
</context>
<context>
    <name>AddressForm</name>
    <message>
        <source>Naam van dit huishouden</source>
        <translation>Name of this household</translation>
    </message>
    <message>
        <source>Straat</source>
        <translation>Street</translation>
    </message>
    <message>
        <source>Huisnummer</source>
        <translation>House number</translation>
    </message>
    <message>
        <source>Postcode</source>
        <translation>Postcode</translation>
    </message>
    <message>
        <source>Plaats</source>
        <translation>Town</translation>
    </message>
    <message>
        <source>Telefoon thuis</source>
        <translation>Home phone</translation>
    </message>
</context>
<context>
    <name>AgreeList</name>
    <message>
        <source>Wie moet akkoord geven</source>
        <translation>Who needs to agree</translation>
    </message>
    <message>
        <source>Andere versies</source>
        <translation>Other versions</translation>
    </message>
    <message>
        <source>Nog niet bekend over welke kinderen het gaat.</source>
        <translation>Not known yet which children this is about.</translation>
    </message>
    <message>
        <source>Gezag nog nakijken</source>
        <translation>Authority to be checked</translation>
    </message>
    <message>
        <source>Gezag nog niet nagegaan</source>
        <translation>Authority not looked up yet</translation>
    </message>
    <message>
        <source>Heeft gezag over {names}.</source>
        <translation>Has parental authority over {names}.</translation>
    </message>
    <message>
        <source>Heeft de voogdij over {names}.</source>
        <translation>Has guardianship of {names}.</translation>
    </message>
    <message>
        <source>Is {age} en beslist mee.</source>
        <translation>Is {age} and shares in the decision.</translation>
    </message>
    <message>
        <source>Is {age} en beslist zelf.</source>
        <translation>Is {age} and makes their own decision.</translation>
    </message>
    <message>
        <source>Is volwassen en krijgt zelf hulp.</source>
        <translation>Is an adult and gets help too.</translation>
    </message>
    <message>
        <source>Leeftijd nog niet bekend. Vanaf 12 jaar beslist een kind mee.</source>
        <translation>Age not known yet. From the age of 12 a child shares in the decision.</translation>
    </message>
    <message>
        <source>Nog niet bekend wie gezag heeft over {names}. Kijk in het gezagsregister.</source>
        <translation>Not known yet who has parental authority over {names}. Check the authority register (gezagsregister).</translation>
    </message>
    <message>
        <source>{kind}, versie {number} · {status}</source>
        <translation>{kind}, version {number} · {status}</translation>
    </message>
</context>
<context>
    <name>AgreementForm</name>
    <message>
        <source>Wat spreken we af?</source>
        <translation>What do we agree?</translation>
    </message>
    <message>
        <source>Wie doet het?</source>
        <translation>Who will do it?</translation>
    </message>
    <message>
        <source>Voor wanneer?</source>
        <translation>By when?</translation>
    </message>
    <message>
        <source>Gedaan</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Gedaan op</source>
        <translation>Done on</translation>
    </message>
</context>
<context>
    <name>AgreementLine</name>
    <message>
        <source>Gedaan op</source>
        <translation>Done on</translation>
    </message>
    <message>
        <source>Gedaan</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Gedaan {day}</source>
        <translation>Done {day}</translation>
    </message>
    <message>
        <source>Te laat</source>
        <translation>Late</translation>
    </message>
</context>
<context>
    <name>ApartPanel</name>
    <message>
        <source>Apart gezet</source>
        <translation>Set apart</translation>
    </message>
    <message>
        <source>Er ligt niets meer apart.</source>
        <translation>Nothing is set apart any more.</translation>
    </message>
    <message>
        <source>Dit schreef een collega die niet meer meedoet; het kwam daarna pas binnen. Neem het over of laat het weg. Ook wat je weglaat, blijft bij de centrale bewaard.</source>
        <translation>A colleague who no longer takes part wrote this; it only came in afterwards. Take it over or leave it out. What you leave out is kept at the centre too.</translation>
    </message>
    <message>
        <source>Klaar</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>{name}, {moment}</source>
        <translation>{name}, {moment}</translation>
    </message>
    <message>
        <source>Wil dit intrekken.</source>
        <translation>Wants to withdraw this.</translation>
    </message>
    <message>
        <source>Wil dit terugzetten.</source>
        <translation>Wants to put this back.</translation>
    </message>
    <message>
        <source>Neem over</source>
        <translation>Take over</translation>
    </message>
    <message>
        <source>Laat weg</source>
        <translation>Leave out</translation>
    </message>
    <message>
        <source>Iets nieuws</source>
        <translation>Something new</translation>
    </message>
    <message>
        <source>Hoort bij iets anders</source>
        <translation>Belongs to something else</translation>
    </message>
    <message>
        <source>Dit hoort bij iets wat hier niet staat. Neem dat eerst over, of laat dit ook weg.</source>
        <translation>This belongs to something that is not here. Take that over first, or leave this out too.</translation>
    </message>
    <message>
        <source>Dit kan deze versie nog niet lezen. Het blijft bewaard bij de centrale tot het programma op deze laptop is bijgewerkt.</source>
        <translation>This version cannot read this yet. The centre keeps it until the program on this laptop has been updated.</translation>
    </message>
    <message>
        <source>nog leeg</source>
        <translation>still empty</translation>
    </message>
    <message>
        <source>Nu: {before}</source>
        <translation>Now: {before}</translation>
    </message>
</context>
<context>
    <name>AttachmentForm</name>
    <message>
        <source>Wat is het?</source>
        <translation>What is it?</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Van wie?</source>
        <translation>From whom?</translation>
    </message>
    <message>
        <source>bijv. school of moeder</source>
        <translation>e.g. school or mother</translation>
    </message>
    <message>
        <source>Over wie?</source>
        <translation>About whom?</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Afschermen voor</source>
        <translation>Shield from</translation>
    </message>
    <message>
        <source>Waarom afschermen?</source>
        <translation>Why shield it?</translation>
    </message>
</context>
<context>
    <name>AttachmentPanel</name>
    <message>
        <source>Over deze bijlage</source>
        <translation>About this attachment</translation>
    </message>
    <message>
        <source>Geschiedenis</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Intrekken</source>
        <translation>Withdraw</translation>
    </message>
</context>
<context>
    <name>AttachmentView</name>
    <message>
        <source>De bijlage wordt geopend…</source>
        <translation>Opening the attachment…</translation>
    </message>
    <message>
        <source>Terug naar bijlagen</source>
        <translation>Back to attachments</translation>
    </message>
    <message>
        <source>Bewaren als bestand…</source>
        <translation>Keep as a file…</translation>
    </message>
    <message>
        <source>Kan nog niet: de bijlage wordt geopend.</source>
        <translation>Not yet: the attachment is being opened.</translation>
    </message>
    <message>
        <source>Vorige bladzijde (PgUp)</source>
        <translation>Previous page (PgUp)</translation>
    </message>
    <message>
        <source>Volgende bladzijde (PgDn)</source>
        <translation>Next page (PgDn)</translation>
    </message>
    <message>
        <source>Kleiner (-)</source>
        <translation>Smaller (-)</translation>
    </message>
    <message>
        <source>Groter (+)</source>
        <translation>Larger (+)</translation>
    </message>
    <message>
        <source>Een kwart draaien (R)</source>
        <translation>Turn a quarter (R)</translation>
    </message>
    <message>
        <source>Bladzijde {number} van {count}</source>
        <translation>Page {number} of {count}</translation>
    </message>
    <message>
        <source>De bijlage wordt opgehaald…</source>
        <translation>Fetching the attachment…</translation>
    </message>
    <message>
        <source>Kan niet: de inhoud is hier niet te openen.</source>
        <translation>Not possible: the content cannot be opened here.</translation>
    </message>
    <message>
        <source>Nu ophalen</source>
        <translation>Fetch now</translation>
    </message>
    <message>
        <source>Deze bladzijde is hier niet te tonen: het bestand was al niet heel. Bewaar het als bestand om het met een ander programma te proberen.</source>
        <translation>This page cannot be shown here: the file was not whole already. Keep it as a file to try another program.</translation>
    </message>
</context>
<context>
    <name>AttachmentsTab</name>
    <message>
        <source>Er staat geen afbeelding of bestand op het klembord. Kopieer er eerst een.</source>
        <translation>There is no picture or file on the clipboard. Copy one first.</translation>
    </message>
    <message>
        <source>Laat los om toe te voegen aan dit dossier.</source>
        <translation>Let go to add it to this file.</translation>
    </message>
    <message>
        <source>De bijlage wordt toegevoegd…</source>
        <translation>Adding the attachment…</translation>
    </message>
    <message>
        <source>Bijlage {number} van {total} wordt toegevoegd…</source>
        <translation>Adding attachment {number} of {total}…</translation>
    </message>
    <message>
        <source>Stoppen</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Toegevoegd. Het bestand zelf staat nog waar het stond.</source>
        <translation>Added. The file itself is still where it was.</translation>
    </message>
    <message>
        <source>{count} bijlagen toegevoegd. De bestanden zelf staan nog waar ze stonden.</source>
        <translation>{count} attachments added. The files themselves are still where they were.</translation>
    </message>
    <message>
        <source>Gestopt. Er is niets toegevoegd.</source>
        <translation>Stopped. Nothing was added.</translation>
    </message>
    <message>
        <source>En nog {count} bestanden niet.</source>
        <translation>And {count} more files were not.</translation>
    </message>
    <message>
        <source>Bijlagen</source>
        <translation>Attachments</translation>
    </message>
    <message>
        <source>Bijlage toevoegen</source>
        <translation>Add attachment</translation>
    </message>
    <message>
        <source>Nog geen bijlagen. Zet hier een foto, scan of PDF neer.</source>
        <translation>No attachments yet. Drop a photo, scan or PDF here.</translation>
    </message>
    <message>
        <source>↑ ↓ lopen · Enter openen · Del intrekken · Ctrl+N toevoegen · Ctrl+V plakken</source>
        <translation>↑ ↓ move · Enter open · Del withdraw · Ctrl+N add · Ctrl+V paste</translation>
    </message>
    <message>
        <source>Ctrl+N toevoegen · Ctrl+V plakken</source>
        <translation>Ctrl+N add · Ctrl+V paste</translation>
    </message>
    <message>
        <source>1 bijlage is nog niet opgehaald. Dat gaat vanzelf zodra er verbinding is. Open de bijlage om die meteen op te halen.</source>
        <translation>1 attachment has not been fetched yet. That happens by itself as soon as there is a connection. Open it to fetch it at once.</translation>
    </message>
    <message>
        <source>{count} bijlagen zijn nog niet opgehaald. Dat gaat vanzelf zodra er verbinding is. Open er een om die meteen op te halen.</source>
        <translation>{count} attachments have not been fetched yet. That happens by itself as soon as there is a connection. Open one to fetch it at once.</translation>
    </message>
    <message>
        <source>Nog niet opgehaald</source>
        <translation>Not fetched yet</translation>
    </message>
    <message>
        <source>Geplakte afbeelding</source>
        <translation>Pasted picture</translation>
    </message>
</context>
<context>
    <name>AuditWatch</name>
    <message>
        <source>Begrepen</source>
        <translation>Got it</translation>
    </message>
</context>
<context>
    <name>BackupBanner</name>
    <message>
        <source>Sluit</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>De schijf van deze laptop is vol. Je werk is bewaard in de ruimte die daarvoor apart stond. Maak nu ruimte vrij, bijvoorbeeld in je map Downloads.</source>
        <translation>The disk of this laptop is full. Your work was saved in the room that was kept apart for it. Make room now, for instance in your Downloads folder.</translation>
    </message>
    <message>
        <source>Er is te weinig ruimte voor een reservekopie. Je werk is bewaard. Maak ruimte vrij, bijvoorbeeld in je map Downloads.</source>
        <translation>There is too little room for a backup. Your work is saved. Make room, for instance in your Downloads folder.</translation>
    </message>
    <message>
        <source>Er kan geen reservekopie worden gemaakt. Je werk is bewaard en we blijven het proberen. Bel je beheerder als dit zo blijft.</source>
        <translation>No backup can be made. Your work is saved, and we keep trying. Call your administrator if this goes on.</translation>
    </message>
    <message>
        <source>De laatste is van {moment}.</source>
        <translation>The last one is from {moment}.</translation>
    </message>
</context>
<context>
    <name>BringInPanel</name>
    <message>
        <source>Erbij halen</source>
        <translation>Bring in</translation>
    </message>
    <message>
        <source>Wie haal je erbij?</source>
        <translation>Whom do you bring in?</translation>
    </message>
    <message>
        <source>Wie doet mee</source>
        <translation>Who is involved</translation>
    </message>
    <message>
        <source>Noodtoegang</source>
        <translation>Emergency access</translation>
    </message>
    <message>
        <source>Meer inzien</source>
        <translation>See more</translation>
    </message>
    <message>
        <source>Wijzigen</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>De casusregisseur krijgt weer bericht.</source>
        <translation>The case lead is told again.</translation>
    </message>
    <message>
        <source>“{reason}” · tot {moment}</source>
        <translation>“{reason}” · until {moment}</translation>
    </message>
    <message>
        <source>Rol</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>Wat mag deze collega lezen?</source>
        <translation>What may this colleague read?</translation>
    </message>
    <message>
        <source>De basis hoort er altijd bij. Meer dan je zelf ziet kan niet.</source>
        <translation>The basics always belong to it. More than you see yourself is not possible.</translation>
    </message>
    <message>
        <source>Vanaf</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Tot en met</source>
        <translation>Up to and including</translation>
    </message>
    <message>
        <source>Mag leeg blijven. Op die dag eindigt het vanzelf.</source>
        <translation>May stay empty. It ends by itself on that day.</translation>
    </message>
    <message>
        <source>Zelf stoppen</source>
        <translation>Stop taking part</translation>
    </message>
    <message>
        <source>Meedoen beëindigen</source>
        <translation>End taking part</translation>
    </message>
    <message>
        <source>Stop je met dit gezin?</source>
        <translation>Do you stop with this family?</translation>
    </message>
    <message>
        <source>Stopt deze collega?</source>
        <translation>Does this colleague stop?</translation>
    </message>
    <message>
        <source>Noodtoegang beëindigen</source>
        <translation>End emergency access</translation>
    </message>
    <message>
        <source>Noodtoegang beëindigen?</source>
        <translation>End emergency access?</translation>
    </message>
    <message>
        <source>Het dossier gaat meteen van de laptop. Wat nog niet verstuurd was, komt bij de casusregisseur.</source>
        <translation>The case file leaves the laptop at once. What was not sent yet goes to the case lead.</translation>
    </message>
    <message>
        <source>Laat zo</source>
        <translation>Leave it</translation>
    </message>
    <message>
        <source>Deze dag ligt vóór de eerste dag, of is al voorbij. Kies een latere dag.</source>
        <translation>This day is before the first day, or is over already. Choose a later day.</translation>
    </message>
</context>
<context>
    <name>CaseForm</name>
    <message>
        <source>Nog niet bekend</source>
        <translation>Not known yet</translation>
    </message>
    <message>
        <source>Naam van het gezin</source>
        <translation>Name of the family</translation>
    </message>
    <message>
        <source>Gemeente</source>
        <translation>Municipality</translation>
    </message>
    <message>
        <source>Wijk of buurt</source>
        <translation>District or neighbourhood</translation>
    </message>
    <message>
        <source>Aangemeld op</source>
        <translation>Registered on</translation>
    </message>
    <message>
        <source>Eerste contact op</source>
        <translation>First contact on</translation>
    </message>
    <message>
        <source>Fase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Staat op de wachtlijst</source>
        <translation>On the waiting list</translation>
    </message>
    <message>
        <source>Er is een crisis</source>
        <translation>There is a crisis</translation>
    </message>
    <message>
        <source>{name} (buurt)</source>
        <translation>{name} (neighbourhood)</translation>
    </message>
</context>
<context>
    <name>CasePanel</name>
    <message>
        <source>Gegevens van dit dossier</source>
        <translation>Details of this case file</translation>
    </message>
</context>
<context>
    <name>ChangePanel</name>
    <message>
        <source>Wachtwoord wijzigen</source>
        <translation>Change password</translation>
    </message>
    <message>
        <source>Voortaan open je MVS Desktop met het nieuwe wachtwoord. Niemand anders kent het, ook je beheerder niet.</source>
        <translation>From now on you open MVS Desktop with the new password. Nobody else knows it, not even your administrator.</translation>
    </message>
    <message>
        <source>Wijzig wachtwoord</source>
        <translation>Change password</translation>
    </message>
    <message>
        <source>Wachtwoord van nu</source>
        <translation>Current password</translation>
    </message>
    <message>
        <source>Nieuw wachtwoord</source>
        <translation>New password</translation>
    </message>
    <message>
        <source>Typ eerst het wachtwoord dat je nu hebt.</source>
        <translation>First type the password that you have now.</translation>
    </message>
    <message>
        <source>Dit is het wachtwoord dat je al had. Kies een ander.</source>
        <translation>This is the password that you already had. Choose another.</translation>
    </message>
    <message>
        <source>Je wachtwoord is gewijzigd. Het oude opent je dossiers niet meer.</source>
        <translation>Your password has been changed. The old one no longer opens your case files.</translation>
    </message>
    <message>
        <source>Je nieuwe wachtwoord wordt ingesteld…</source>
        <translation>Setting your new password…</translation>
    </message>
</context>
<context>
    <name>ChildSchool</name>
    <message>
        <source>Nu op school</source>
        <translation>At school now</translation>
    </message>
    <message>
        <source>Nog geen school bekend.</source>
        <translation>No school known yet.</translation>
    </message>
    <message>
        <source>School zoeken</source>
        <translation>Find a school</translation>
    </message>
    <message>
        <source>Nog niet op school</source>
        <translation>Not at school yet</translation>
    </message>
    <message>
        <source>{name} gaat nog niet naar school.</source>
        <translation>{name} does not go to school yet.</translation>
    </message>
    <message>
        <source>School zonder naam</source>
        <translation>School without a name</translation>
    </message>
    <message>
        <source>Naar een andere school</source>
        <translation>Move to another school</translation>
    </message>
    <message>
        <source>Verkeerde school gekozen</source>
        <translation>Wrong school chosen</translation>
    </message>
    <message>
        <source>Van school</source>
        <translation>Left school</translation>
    </message>
    <message>
        <source>deze vestiging is gesloten</source>
        <translation>this site has closed</translation>
    </message>
</context>
<context>
    <name>ChildrenCard</name>
    <message>
        <source>De kinderen</source>
        <translation>The children</translation>
    </message>
    <message>
        <source>Nog geen kind. Voeg het toe bij Gezin &amp; netwerk.</source>
        <translation>No child yet. Add one under Family &amp; network.</translation>
    </message>
</context>
<context>
    <name>ChoosePage</name>
    <message>
        <source>Kies een nieuw wachtwoord</source>
        <translation>Choose a new password</translation>
    </message>
    <message>
        <source>Het antwoord is binnen. Met dit wachtwoord open je MVS Desktop voortaan.</source>
        <translation>The answer is in. With this password you open MVS Desktop from now on.</translation>
    </message>
    <message>
        <source>Nieuw wachtwoord</source>
        <translation>New password</translation>
    </message>
    <message>
        <source>Laptop openen</source>
        <translation>Open laptop</translation>
    </message>
    <message>
        <source>Terug</source>
        <translation>Back</translation>
    </message>
</context>
<context>
    <name>ClosedPage</name>
    <message>
        <source>Op slot tot er contact is</source>
        <translation>Locked until there is contact</translation>
    </message>
    <message>
        <source>Deze laptop had {days} dagen geen contact met de centrale. Alles is bewaard. Maak verbinding; daarna gaat alles weer open.</source>
        <translation>This laptop has had no contact with the centre for {days} days. Everything is saved. Connect, and everything opens again.</translation>
    </message>
    <message>
        <source>Maak verbinding</source>
        <translation>Connect</translation>
    </message>
    <message>
        <source>Op slot</source>
        <translation>Lock</translation>
    </message>
    <message>
        <source>Bezig met verbinden…</source>
        <translation>Connecting…</translation>
    </message>
    <message>
        <source>Geen verbinding. Alles is bewaard. Kijk of het internet werkt en probeer het opnieuw.</source>
        <translation>No connection. Everything is saved. Check whether the internet works and try again.</translation>
    </message>
    <message>
        <source>De centrale laat deze laptop niet toe. Alles is bewaard. Bel je beheerder.</source>
        <translation>The centre does not admit this laptop. Everything is saved. Call your administrator.</translation>
    </message>
    <message>
        <source>Deze laptop moet opnieuw worden aangemeld. Alles is bewaard. Vraag je beheerder om een code.</source>
        <translation>This laptop has to be enrolled again. Everything is saved. Ask your administrator for a code.</translation>
    </message>
    <message>
        <source>Code invullen</source>
        <translation>Enter code</translation>
    </message>
</context>
<context>
    <name>ClosingPanel</name>
    <message>
        <source>Dag afronden</source>
        <translation>Close the day</translation>
    </message>
    <message>
        <source>Nu versturen</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Klaar</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Nog geen bezoek of gesprek vandaag.</source>
        <translation>No visit or talk yet today.</translation>
    </message>
    <message>
        <source>De centrale bevestigde {what}.</source>
        <translation>The centre confirmed {what}.</translation>
    </message>
    <message>
        <source>De centrale bevestigde {what} om {time}.</source>
        <translation>The centre confirmed {what} at {time}.</translation>
    </message>
    <message>
        <source>Verslag ondertekend</source>
        <translation>Note signed</translation>
    </message>
    <message>
        <source>Verslag nog niet ondertekend</source>
        <translation>Note not signed yet</translation>
    </message>
    <message>
        <source>Nog geen verslag</source>
        <translation>No note yet</translation>
    </message>
    <message>
        <source>{count} apart gezet</source>
        <translation>{count} set apart</translation>
    </message>
    <message>
        <source>{count} nog te versturen</source>
        <translation>{count} to be sent</translation>
    </message>
    <message>
        <source>Verstuurd</source>
        <translation>Sent</translation>
    </message>
    <message>
        <source>Alles is verstuurd.</source>
        <translation>Everything has been sent.</translation>
    </message>
    <message>
        <source>1 verslag is nog niet ondertekend.</source>
        <translation>1 note has not been signed yet.</translation>
    </message>
    <message>
        <source>{count} verslagen zijn nog niet ondertekend.</source>
        <translation>{count} notes have not been signed yet.</translation>
    </message>
    <message>
        <source>1 verslag moet je nog schrijven.</source>
        <translation>1 note you have yet to write.</translation>
    </message>
    <message>
        <source>{count} verslagen moet je nog schrijven.</source>
        <translation>{count} notes you have yet to write.</translation>
    </message>
    <message>
        <source>Klaar. Alles is verstuurd.</source>
        <translation>Done. Everything is sent.</translation>
    </message>
</context>
<context>
    <name>CodeBanner</name>
    <message>
        <source>Deze laptop moet opnieuw worden aangemeld. Werk gewoon door: alles wordt bewaard en daarna verstuurd. Het kan met een code van je beheerder, of met je werkaccount als je organisatie dat zo doet.</source>
        <translation>This laptop has to be enrolled again. Just keep working: everything is kept and sent afterwards. It is done with a code from your administrator, or with your work account if your organisation does it that way.</translation>
    </message>
    <message>
        <source>Meld opnieuw aan</source>
        <translation>Enrol again</translation>
    </message>
</context>
<context>
    <name>CodeEditor</name>
    <message>
        <source>Vul de code in die je van je beheerder kreeg.</source>
        <translation>Fill in the code that your administrator gave you.</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Je krijgt hem van je beheerder. Hij werkt één keer.</source>
        <translation>Your administrator gives you this. It works once.</translation>
    </message>
</context>
<context>
    <name>ColleaguePanel</name>
    <message>
        <source>Andere collega</source>
        <translation>Another colleague</translation>
    </message>
</context>
<context>
    <name>ColleagueSearch</name>
    <message>
        <source>Naam, team, expertise of organisatie; twee letters of meer.</source>
        <translation>Name, team, expertise or organisation; two letters or more.</translation>
    </message>
    <message>
        <source>Er zijn er meer. Typ een deel van de naam erbij.</source>
        <translation>There are more. Type a part of the name as well.</translation>
    </message>
    <message>
        <source>Geen collega gevonden. Klopt de naam?</source>
        <translation>No colleague found. Is the name right?</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Zoek of doe…</source>
        <translation>Search or do…</translation>
    </message>
    <message>
        <source>Zoek of doe</source>
        <translation>Search or do</translation>
    </message>
    <message>
        <source>Gevonden</source>
        <translation>Found</translation>
    </message>
    <message>
        <source>Niets gevonden op deze laptop.</source>
        <translation>Nothing found on this laptop.</translation>
    </message>
    <message>
        <source>Gezin</source>
        <translation>Family</translation>
    </message>
    <message>
        <source>Alle resultaten voor “{text}”</source>
        <translation>All results for “{text}”</translation>
    </message>
    <message>
        <source>Met filters, ook op periode en soort</source>
        <translation>With filters, also by period and kind</translation>
    </message>
    <message>
        <source>Zoeken</source>
        <translation>Search</translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>Gezin openen</source>
        <translation>Open family</translation>
    </message>
    <message>
        <source>Kies</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>Toon de hele tekst</source>
        <translation>Show the whole text</translation>
    </message>
    <message>
        <source>Dit geldt</source>
        <translation>This stands</translation>
    </message>
    <message>
        <source>Toch niet</source>
        <translation>Never mind</translation>
    </message>
    <message>
        <source>Een van de teksten is net veranderd. Lees ze nog eens.</source>
        <translation>One of the texts has just changed. Read them again.</translation>
    </message>
    <message>
        <source>Wat nu geldt: ingetrokken</source>
        <translation>What stands now: withdrawn</translation>
    </message>
    <message>
        <source>Onderstreept is anders. Doorgestreept is vervangen of weggehaald.</source>
        <translation>Underlined is different. Struck through was replaced or removed.</translation>
    </message>
    <message>
        <source>Onderstreept is anders.</source>
        <translation>Underlined is different.</translation>
    </message>
    <message>
        <source>Vul iets anders in</source>
        <translation>Fill in something else</translation>
    </message>
    <message>
        <source>Vul dit in, of kies een van de twee hierboven.</source>
        <translation>Fill this in, or choose one of the two above.</translation>
    </message>
    <message>
        <source>Wat het was</source>
        <translation>What it was</translation>
    </message>
    <message>
        <source>Wat nu geldt</source>
        <translation>What stands now</translation>
    </message>
    <message>
        <source>Apart gezet</source>
        <translation>Set apart</translation>
    </message>
    <message>
        <source>Schrijf een nieuwe tekst</source>
        <translation>Write a new text</translation>
    </message>
    <message>
        <source>Kan nog niet: haal dit eerst op.</source>
        <translation>Not possible yet: fetch this first.</translation>
    </message>
</context>
<context>
    <name>ContactCard</name>
    <message>
        <source>Dit contact intrekken</source>
        <translation>Withdraw this contact</translation>
    </message>
    <message>
        <source>{kind}, {day} om {time}</source>
        <translation>{kind}, {day} at {time}</translation>
    </message>
    <message>
        <source>Klaar</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Wijzigen</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>{language}, geregeld</source>
        <translation>{language}, arranged</translation>
    </message>
    <message>
        <source>{language}, nog regelen</source>
        <translation>{language}, still to arrange</translation>
    </message>
    <message>
        <source>{count} minuten</source>
        <translation>{count} minutes</translation>
    </message>
    <message>
        <source>Waarvoor</source>
        <translation>What for</translation>
    </message>
    <message>
        <source>Wie waren erbij</source>
        <translation>Who was there</translation>
    </message>
    <message>
        <source>Waar</source>
        <translation>Where</translation>
    </message>
    <message>
        <source>Tolk</source>
        <translation>Interpreter</translation>
    </message>
    <message>
        <source>Hoe lang</source>
        <translation>How long</translation>
    </message>
    <message>
        <source>Door</source>
        <translation>By</translation>
    </message>
</context>
<context>
    <name>ContactForm</name>
    <message>
        <source>Hoe?</source>
        <translation>How?</translation>
    </message>
    <message>
        <source>Wanneer?</source>
        <translation>When?</translation>
    </message>
    <message>
        <source>Hoeveel minuten?</source>
        <translation>How many minutes?</translation>
    </message>
    <message>
        <source>Is het geweest?</source>
        <translation>Did it take place?</translation>
    </message>
    <message>
        <source>Wie waren erbij?</source>
        <translation>Who was there?</translation>
    </message>
    <message>
        <source>Nog iemand erbij?</source>
        <translation>Anyone else?</translation>
    </message>
    <message>
        <source>Waar?</source>
        <translation>Where?</translation>
    </message>
    <message>
        <source>Waarvoor?</source>
        <translation>What for?</translation>
    </message>
    <message>
        <source>Tolk nodig? Welke taal?</source>
        <translation>Interpreter needed? Which language?</translation>
    </message>
    <message>
        <source>Tolk is geregeld</source>
        <translation>Interpreter is arranged</translation>
    </message>
</context>
<context>
    <name>ContactPanel</name>
    <message>
        <source>Contact noteren</source>
        <translation>Record a contact</translation>
    </message>
    <message>
        <source>Met wie?</source>
        <translation>With whom?</translation>
    </message>
    <message>
        <source>Later kiezen</source>
        <translation>Choose later</translation>
    </message>
    <message>
        <source>Hoe?</source>
        <translation>How?</translation>
    </message>
    <message>
        <source>Wat is er besproken?</source>
        <translation>What was talked about?</translation>
    </message>
    <message>
        <source>Plak geen heel appgesprek; schrijf op wat ertoe doet.</source>
        <translation>Don’t paste a whole chat; write down what matters.</translation>
    </message>
    <message>
        <source>Wat is afgesproken?</source>
        <translation>What was agreed?</translation>
    </message>
    <message>
        <source>Afspraak erbij</source>
        <translation>Add an agreement</translation>
    </message>
    <message>
        <source>Klaar</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>Countdown</name>
    <message>
        <source>Nog 1 seconde</source>
        <translation>1 second left</translation>
    </message>
    <message>
        <source>Nog {count} seconden</source>
        <translation>{count} seconds left</translation>
    </message>
    <message>
        <source>Nog {count} minuten</source>
        <translation>{count} minutes left</translation>
    </message>
</context>
<context>
    <name>Cover</name>
    <message>
        <source>Even pauze. Druk op F12.</source>
        <translation>Taking a break. Press F12.</translation>
    </message>
</context>
<context>
    <name>DeparturePanel</name>
    <message>
        <source>Klaar voor vertrek?</source>
        <translation>Ready to go?</translation>
    </message>
    <message>
        <source>Nu ophalen</source>
        <translation>Fetch now</translation>
    </message>
    <message>
        <source>Ik ga</source>
        <translation>I’m off</translation>
    </message>
    <message>
        <source>Bijgewerkt {moment}</source>
        <translation>Updated {moment}</translation>
    </message>
    <message>
        <source>Op deze laptop</source>
        <translation>On this laptop</translation>
    </message>
    <message>
        <source>Tolk nog regelen</source>
        <translation>Interpreter still to arrange</translation>
    </message>
    <message>
        <source>Geen bezoeken meer vandaag.</source>
        <translation>No more visits today.</translation>
    </message>
</context>
<context>
    <name>DevicesPanel</name>
    <message>
        <source>Jouw laptops</source>
        <translation>Your laptops</translation>
    </message>
    <message>
        <source>Gedaan. Hieronder staat hoe het met die laptop gaat.</source>
        <translation>Done. Below you can see how that laptop stands.</translation>
    </message>
    <message>
        <source>Ben je een laptop kwijt, of gebruik je er een niet meer? Meld dat hier.</source>
        <translation>Have you lost a laptop, or do you no longer use one? Say so here.</translation>
    </message>
    <message>
        <source>Je hebt geen andere laptops.</source>
        <translation>You have no other laptops.</translation>
    </message>
    <message>
        <source>Geen verbinding met de centrale, en dit kan alleen mét verbinding. Is een laptop kwijt? Bel dan je beheerder.</source>
        <translation>No connection with the centre, and this needs one. Is a laptop lost? Then call your administrator.</translation>
    </message>
    <message>
        <source>Kwijt of weg</source>
        <translation>Lost or gone</translation>
    </message>
    <message>
        <source>Toch houden</source>
        <translation>Keep after all</translation>
    </message>
    <message>
        <source>Aangemeld op {day}</source>
        <translation>Enrolled on {day}</translation>
    </message>
    <message>
        <source>Nog geen contact gehad</source>
        <translation>No contact yet</translation>
    </message>
    <message>
        <source>Laatste contact: {moment}</source>
        <translation>Last contact: {moment}</translation>
    </message>
    <message>
        <source>Gemeld: {moment}, vanaf {laptop}</source>
        <translation>Reported: {moment}, from {laptop}</translation>
    </message>
    <message>
        <source>Deze laptop heeft geen toegang, maar wordt pas gewist als je beheerder dat nog eens opdraagt. Bel je beheerder.</source>
        <translation>This laptop has no access, but is only wiped once your administrator orders that again. Call your administrator.</translation>
    </message>
    <message>
        <source>Gewist</source>
        <translation>Wiped</translation>
    </message>
    <message>
        <source>Wissen wacht nog</source>
        <translation>Wiping is on hold</translation>
    </message>
    <message>
        <source>Wordt gewist</source>
        <translation>Will be wiped</translation>
    </message>
    <message>
        <source>Verstuurt eerst nog</source>
        <translation>Sends first</translation>
    </message>
    <message>
        <source>Geen toegang meer</source>
        <translation>No access any more</translation>
    </message>
    <message>
        <source>Deze laptop</source>
        <translation>This laptop</translation>
    </message>
    <message>
        <source>Kwijt of gestolen</source>
        <translation>Lost or stolen</translation>
    </message>
    <message>
        <source>Niet meer in gebruik</source>
        <translation>No longer in use</translation>
    </message>
    <message>
        <source>Wat is er met deze laptop?</source>
        <translation>What is the matter with this laptop?</translation>
    </message>
    <message>
        <source>Jouw wachtwoord, ter bevestiging</source>
        <translation>Your password, to confirm</translation>
    </message>
    <message>
        <source>Het wachtwoord waarmee je déze laptop opent.</source>
        <translation>The password that opens the laptop you are using now.</translation>
    </message>
    <message>
        <source>Toch niet</source>
        <translation>Never mind</translation>
    </message>
    <message>
        <source>Heb je hem terug, of was het een vergissing? Dan wordt deze laptop niet gewist en heeft hij weer toegang. Was jij dit niet zelf? Bel dan meteen je beheerder.</source>
        <translation>Did you get it back, or was it a mistake? Then this laptop will not be wiped and has access again. Was this not you? Then call your administrator right away.</translation>
    </message>
    <message>
        <source>Houd deze laptop</source>
        <translation>Keep this laptop</translation>
    </message>
    <message>
        <source>Kies wat er met deze laptop is.</source>
        <translation>Choose what is the matter with this laptop.</translation>
    </message>
    <message>
        <source>Typ je wachtwoord.</source>
        <translation>Type your password.</translation>
    </message>
    <message>
        <source>een andere laptop</source>
        <translation>another laptop</translation>
    </message>
    <message>
        <source>Even vragen bij de centrale…</source>
        <translation>Asking the centre…</translation>
    </message>
    <message>
        <source>Laptop zonder naam</source>
        <translation>Laptop without a name</translation>
    </message>
    <message>
        <source>Toon 1 eerdere laptop</source>
        <translation>Show 1 earlier laptop</translation>
    </message>
    <message>
        <source>Toon {count} eerdere laptops</source>
        <translation>Show {count} earlier laptops</translation>
    </message>
    <message>
        <source>Laat versturen en wissen</source>
        <translation>Have it send and wipe</translation>
    </message>
    <message>
        <source>Meld kwijt en wis</source>
        <translation>Report lost and wipe</translation>
    </message>
    <message>
        <source>Open die laptop nog één keer, met internet: dan verstuurt hij wat hij nog heeft en wist hij zijn dossiers. In de centrale blijven ze bestaan.</source>
        <translation>Open that laptop once more, with internet: it then sends what it still has and wipes its case files. They stay with the centre.</translation>
    </message>
    <message>
        <source>Die laptop heeft meteen geen toegang meer. Zodra hij aangaat en internet heeft, wist hij zijn dossiers. Wat daar nog niet was verstuurd, is dan weg; in de centrale blijft alles bestaan.</source>
        <translation>That laptop has no access from now on. As soon as it is switched on and has internet, it wipes its case files. What had not been sent from it is gone then; everything stays with the centre.</translation>
    </message>
</context>
<context>
    <name>EarlierSchoolForm</name>
    <message>
        <source>School</source>
        <translation>School</translation>
    </message>
    <message>
        <source>Groep of klas</source>
        <translation>Group or class</translation>
    </message>
    <message>
        <source>Nu</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Sinds</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>Tot</source>
        <translation>Until</translation>
    </message>
</context>
<context>
    <name>EarlierSchools</name>
    <message>
        <source>Eerder</source>
        <translation>Earlier</translation>
    </message>
</context>
<context>
    <name>EmergencyForm</name>
    <message>
        <source>{name} leest dit.</source>
        <translation>{name} reads this.</translation>
    </message>
    <message>
        <source>Waarom heb je nu toegang nodig?</source>
        <translation>Why do you need access now?</translation>
    </message>
    <message>
        <source>Wat heb je nodig?</source>
        <translation>What do you need?</translation>
    </message>
    <message>
        <source>De basis hoort er altijd bij. Kies niet meer dan je nu nodig hebt.</source>
        <translation>The basics always belong to it. Choose no more than you need now.</translation>
    </message>
    <message>
        <source>Schrijf op waarom.</source>
        <translation>Write down why.</translation>
    </message>
    <message>
        <source>Kies wat je erbij nodig hebt.</source>
        <translation>Choose what else you need.</translation>
    </message>
    <message>
        <source>Alles wat je leest en opschrijft wordt als noodtoegang vastgelegd.</source>
        <translation>Everything you read and write is recorded as emergency access.</translation>
    </message>
    <message>
        <source>Neem toegang</source>
        <translation>Take access</translation>
    </message>
    <message>
        <source>Toch niet</source>
        <translation>Never mind</translation>
    </message>
</context>
<context>
    <name>EnrolAgainPanel</name>
    <message>
        <source>Deze laptop opnieuw aanmelden</source>
        <translation>Enrol this laptop again</translation>
    </message>
    <message>
        <source>Opnieuw aangemeld kan deze laptop weer versturen en ophalen. Wat nog niet is verstuurd, blijft bewaard en gaat daarna mee.</source>
        <translation>Once enrolled again, this laptop can send and fetch. What has not been sent yet is kept and goes along after that.</translation>
    </message>
    <message>
        <source>Meld opnieuw aan</source>
        <translation>Enrol again</translation>
    </message>
    <message>
        <source>Inloggen met je werkaccount</source>
        <translation>Sign in with your work account</translation>
    </message>
    <message>
        <source>Annuleren</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Log in via je browser. Daarna gaat dit venster vanzelf verder.</source>
        <translation>Sign in with your browser. After that this window goes on by itself.</translation>
    </message>
    <message>
        <source>Deze laptop is weer aangemeld. Wat nog wachtte, wordt nu verstuurd.</source>
        <translation>This laptop is enrolled again. What was waiting is being sent now.</translation>
    </message>
    <message>
        <source>Deze laptop wordt aangemeld…</source>
        <translation>Enrolling this laptop…</translation>
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source>Welkom</source>
        <translation>Welcome</translation>
    </message>
    <message>
        <source>Meld deze laptop aan. Dat doe je één keer, met internet.</source>
        <translation>Enrol this laptop. You do this once, with internet.</translation>
    </message>
    <message>
        <source>Kies een wachtwoord</source>
        <translation>Choose a password</translation>
    </message>
    <message>
        <source>Laptop aanmelden</source>
        <translation>Enrol laptop</translation>
    </message>
    <message>
        <source>Inloggen met je werkaccount</source>
        <translation>Sign in with your work account</translation>
    </message>
    <message>
        <source>Annuleren</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Log in via je browser. Daarna gaat dit venster vanzelf verder.</source>
        <translation>Sign in with your browser. After that this window goes on by itself.</translation>
    </message>
    <message>
        <source>Geen verbinding met de centrale. Er is nog niets aangemaakt en wat je invulde blijft staan. Kijk naar je netwerk en het adres, en probeer het opnieuw.</source>
        <translation>No connection with the centre. Nothing has been made yet and what you filled in is still here. Check your network and the address, and try again.</translation>
    </message>
    <message>
        <source>Op dit adres antwoordt iets anders dan de centrale. Er is nog niets aangemaakt. Kijk het adres na; soms vraagt wifi eerst om inloggen.</source>
        <translation>Something other than the centre answers at this address. Nothing has been made yet. Check the address; sometimes Wi-Fi asks you to log in first.</translation>
    </message>
    <message>
        <source>Deze laptop heeft geen sleutelbos die we vertrouwen. Er is niets aangemaakt. Vraag je beheerder om de sleutelbos van het systeem aan te zetten en probeer het opnieuw.</source>
        <translation>This laptop has no keyring that we trust. Nothing has been made. Ask your administrator to switch on the system’s keyring and try again.</translation>
    </message>
    <message>
        <source>De centrale vraagt om een nieuwere versie van MVS Desktop. Er is nog niets aangemaakt en je code blijft bruikbaar. Werk het programma bij en meld je dan aan.</source>
        <translation>The centre asks for a newer version of MVS Desktop. Nothing has been made yet and your code can still be used. Update the program and enrol then.</translation>
    </message>
    <message>
        <source>Dit programma is nieuwer dan de centrale. Er is nog niets aangemaakt en je code blijft bruikbaar. Vraag je beheerder wanneer de centrale wordt bijgewerkt.</source>
        <translation>This program is newer than the centre. Nothing was made yet and your code stays usable. Ask your administrator when the centre will be updated.</translation>
    </message>
    <message>
        <source>De centrale laat deze laptop niet toe. Er is nog niets aangemaakt. Bel je beheerder.</source>
        <translation>The centre does not admit this laptop. Nothing has been made yet. Call your administrator.</translation>
    </message>
    <message>
        <source>De schijf van deze laptop is vol. Er is niets aangemaakt en je code blijft bruikbaar. Maak ruimte vrij en probeer het opnieuw.</source>
        <translation>The disk of this laptop is full. Nothing has been made and your code can still be used. Make room and try again.</translation>
    </message>
</context>
<context>
    <name>FamiliesPage</name>
    <message>
        <source>Gezinnen</source>
        <translation>Families</translation>
    </message>
    <message>
        <source>Nieuw gezin</source>
        <translation>New family</translation>
    </message>
    <message>
        <source>Filter wissen</source>
        <translation>Clear filter</translation>
    </message>
    <message>
        <source>Filter op naam, school of straat</source>
        <translation>Filter by name, school or street</translation>
    </message>
    <message>
        <source>Je hebt nog geen gezinnen. Haalt een collega je erbij, dan staan ze hier.</source>
        <translation>You have no families yet. When a colleague brings you in, they will be here.</translation>
    </message>
    <message>
        <source>Geen gezin gevonden met “{typed}” bij {group}.</source>
        <translation>No family found with “{typed}” under {group}.</translation>
    </message>
    <message>
        <source>Geen gezinnen bij {group}.</source>
        <translation>No families under {group}.</translation>
    </message>
</context>
<context>
    <name>FamilyHeader</name>
    <message>
        <source>Gegevens van dit dossier</source>
        <translation>Details of this case file</translation>
    </message>
    <message>
        <source>Gezin zonder naam</source>
        <translation>Family without a name</translation>
    </message>
    <message>
        <source>· {count} nog te versturen</source>
        <translation>· {count} to be sent</translation>
    </message>
    <message>
        <source>· Alles verstuurd</source>
        <translation>· All sent</translation>
    </message>
    <message>
        <source>Crisis</source>
        <translation>Crisis</translation>
    </message>
    <message>
        <source>1 keuze voor jou</source>
        <translation>1 choice for you</translation>
    </message>
    <message>
        <source>{count} keuzes voor jou</source>
        <translation>{count} choices for you</translation>
    </message>
    <message>
        <source>Wacht</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Wacht {days}</source>
        <translation>Waiting {days}</translation>
    </message>
    <message>
        <source>Regie: jij, nog te bevestigen</source>
        <translation>Lead: you, to be confirmed</translation>
    </message>
    <message>
        <source>Regie: nog niemand</source>
        <translation>Lead: nobody yet</translation>
    </message>
    <message>
        <source>jij</source>
        <translation>you</translation>
    </message>
    <message>
        <source>Regie: {who}</source>
        <translation>Lead: {who}</translation>
    </message>
    <message>
        <source>Vervanger: {who}</source>
        <translation>Deputy: {who}</translation>
    </message>
    <message>
        <source>Nog niet bewaard</source>
        <translation>Not saved yet</translation>
    </message>
    <message>
        <source>Vraag verhelderen</source>
        <translation>Explore the question</translation>
    </message>
    <message>
        <source>Plan maken</source>
        <translation>Make the plan</translation>
    </message>
    <message>
        <source>Bespreken</source>
        <translation>Discuss</translation>
    </message>
    <message>
        <source>Start bezoek</source>
        <translation>Start visit</translation>
    </message>
    <message>
        <source>Evalueren</source>
        <translation>Review</translation>
    </message>
</context>
<context>
    <name>FamilyPage</name>
    <message>
        <source>Overzicht</source>
        <translation>Overview</translation>
    </message>
    <message>
        <source>Gezin &amp; netwerk</source>
        <translation>Family &amp; network</translation>
    </message>
    <message>
        <source>School</source>
        <translation>School</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Verslagen</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Bijlagen</source>
        <translation>Attachments</translation>
    </message>
    <message>
        <source>{name} is ingetrokken.</source>
        <translation>{name} has been withdrawn.</translation>
    </message>
    <message>
        <source>Ingetrokken.</source>
        <translation>Withdrawn.</translation>
    </message>
    <message>
        <source>Terughalen</source>
        <translation>Bring back</translation>
    </message>
    <message>
        <source>Teruggehaald.</source>
        <translation>Brought back.</translation>
    </message>
    <message>
        <source>Terugdraaien</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Opnieuw</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>Opnieuw bewaren</source>
        <translation>Save again</translation>
    </message>
</context>
<context>
    <name>FamilySide</name>
    <message>
        <source>Waar gaat het om</source>
        <translation>What it is about</translation>
    </message>
    <message>
        <source>Nog niet opgeschreven.</source>
        <translation>Not written down yet.</translation>
    </message>
    <message>
        <source>Gezin openen</source>
        <translation>Open family</translation>
    </message>
    <message>
        <source>Kinderen</source>
        <translation>Children</translation>
    </message>
    <message>
        <source>Wijk</source>
        <translation>District</translation>
    </message>
    <message>
        <source>Regie</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Aangemeld</source>
        <translation>Registered</translation>
    </message>
    <message>
        <source>Laatste contact</source>
        <translation>Last contact</translation>
    </message>
    <message>
        <source>Volgende</source>
        <translation>Next</translation>
    </message>
</context>
<context>
    <name>Fields</name>
    <message>
        <source>bijv. 4-3-2025</source>
        <translation>e.g. 4-3-2025</translation>
    </message>
    <message>
        <source>Hier hoort een hele datum, zoals 4-3-2025. Wat je typte blijft staan.</source>
        <translation>A whole date goes here, such as 4-3-2025. What you typed is still there.</translation>
    </message>
    <message>
        <source>Kies…</source>
        <translation>Choose…</translation>
    </message>
    <message>
        <source>bijv. 4-3-2016 of maart 2016</source>
        <translation>e.g. 4-3-2016 or March 2016</translation>
    </message>
    <message>
        <source>Dit staat niet in de lijst. Kies een regel, of maak het veld leeg.</source>
        <translation>This is not in the list. Choose a line, or empty the field.</translation>
    </message>
    <message>
        <source>Deze datum begrijpen we niet. Schrijf bijvoorbeeld 4-3-2016, maart 2016 of 2016.</source>
        <translation>We do not understand this date. Write it as 4-3-2016, March 2016 or 2016, for instance.</translation>
    </message>
    <message>
        <source>Deze tijd begrijpen we niet. Schrijf bijvoorbeeld 14:00.</source>
        <translation>We do not understand this time. Write it as 14:00, for instance.</translation>
    </message>
    <message>
        <source>Schrijf een heel getal van {lowest} tot en met {highest}.</source>
        <translation>Write a whole number from {lowest} to {highest}.</translation>
    </message>
    <message>
        <source>Schrijf een heel getal, zoals 12.</source>
        <translation>Write a whole number, such as 12.</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Van</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Tot en met</source>
        <translation>Up to and including</translation>
    </message>
    <message>
        <source>Kan nog niet: kies eerst een gezin.</source>
        <translation>Not yet: first choose a family.</translation>
    </message>
    <message>
        <source>Alles</source>
        <translation>Everything</translation>
    </message>
    <message>
        <source>Gezin: {chosen}</source>
        <translation>Family: {chosen}</translation>
    </message>
    <message>
        <source>Persoon: {chosen}</source>
        <translation>Person: {chosen}</translation>
    </message>
    <message>
        <source>Periode: {chosen}</source>
        <translation>Period: {chosen}</translation>
    </message>
    <message>
        <source>alle</source>
        <translation>all</translation>
    </message>
    <message>
        <source>iedereen</source>
        <translation>everyone</translation>
    </message>
    <message>
        <source>altijd</source>
        <translation>any time</translation>
    </message>
    <message>
        <source>Filters wissen</source>
        <translation>Clear filters</translation>
    </message>
</context>
<context>
    <name>GoalForm</name>
    <message>
        <source>Wat wil het gezin bereiken? In hun eigen woorden</source>
        <translation>What does the family want to achieve? In their own words</translation>
    </message>
    <message>
        <source>Doel</source>
        <translation>Goal</translation>
    </message>
    <message>
        <source>Cijfer van 0 tot 10</source>
        <translation>Score from 0 to 10</translation>
    </message>
    <message>
        <source>Hoe is het nu?</source>
        <translation>How is it now?</translation>
    </message>
    <message>
        <source>Zo gaat het nu</source>
        <translation>How things are now</translation>
    </message>
    <message>
        <source>Hoe moet het worden?</source>
        <translation>How should it be?</translation>
    </message>
    <message>
        <source>Zo is het goed genoeg</source>
        <translation>When it is good enough</translation>
    </message>
</context>
<context>
    <name>GoalLine</name>
    <message>
        <source>Doel {number}</source>
        <translation>Goal {number}</translation>
    </message>
    <message>
        <source>Voor wie?</source>
        <translation>For whom?</translation>
    </message>
    <message>
        <source>Waar speelt het?</source>
        <translation>Which part of life?</translation>
    </message>
    <message>
        <source>Cijfer gegeven op</source>
        <translation>Score given on</translation>
    </message>
    <message>
        <source>Hoe staat het ervoor?</source>
        <translation>How is it going?</translation>
    </message>
    <message>
        <source>Voor {names}</source>
        <translation>For {names}</translation>
    </message>
    <message>
        <source>{day} een {score}</source>
        <translation>a {score}, {day}</translation>
    </message>
    <message>
        <source>Voor wie is dit doel?</source>
        <translation>Who is this goal for?</translation>
    </message>
    <message>
        <source>Afspraak toevoegen</source>
        <translation>Add an agreement</translation>
    </message>
    <message>
        <source>Afspraken</source>
        <translation>Agreements</translation>
    </message>
</context>
<context>
    <name>GoalLines</name>
    <message>
        <source>Doel toevoegen</source>
        <translation>Add a goal</translation>
    </message>
</context>
<context>
    <name>GoalsCard</name>
    <message>
        <source>Doelen</source>
        <translation>Goals</translation>
    </message>
    <message>
        <source>Naar het plan</source>
        <translation>To the plan</translation>
    </message>
    <message>
        <source>Er staan nog geen doelen in het plan.</source>
        <translation>There are no goals in the plan yet.</translation>
    </message>
    <message>
        <source>Nog geen plan. Begin met wat goed gaat.</source>
        <translation>No plan yet. Start with what goes well.</translation>
    </message>
    <message>
        <source>En nog {count} in het plan.</source>
        <translation>And {count} more in the plan.</translation>
    </message>
    <message>
        <source>Doel zonder woorden</source>
        <translation>Goal without words</translation>
    </message>
    <message>
        <source>Cijfer van {day}</source>
        <translation>Score, {day}</translation>
    </message>
    <message>
        <source>{score} van de 10</source>
        <translation>{score} out of 10</translation>
    </message>
</context>
<context>
    <name>HandOverPanel</name>
    <message>
        <source>Overdragen</source>
        <translation>Hand over</translation>
    </message>
    <message>
        <source>Je collega ziet je vraag op Vandaag en beslist zelf. Tot die tijd blijf jij casusregisseur.</source>
        <translation>Your colleague sees your question on Today and decides. Until then you remain the case lead.</translation>
    </message>
    <message>
        <source>Aan wie draag je dit gezin over?</source>
        <translation>To whom do you hand this family over?</translation>
    </message>
    <message>
        <source>Een woord erbij</source>
        <translation>A word with it</translation>
    </message>
    <message>
        <source>Schrijf hier niets over het gezin zelf.</source>
        <translation>Write nothing about the family itself here.</translation>
    </message>
    <message>
        <source>Ik blijf zelf betrokken</source>
        <translation>I remain involved myself</translation>
    </message>
    <message>
        <source>Vraag het</source>
        <translation>Ask</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Geschiedenis</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Toon het hele gezin</source>
        <translation>Show the whole family</translation>
    </message>
    <message>
        <source>Hier is op deze laptop nog niets veranderd.</source>
        <translation>Nothing has been changed here on this laptop yet.</translation>
    </message>
    <message>
        <source>Toon meer</source>
        <translation>Show more</translation>
    </message>
    <message>
        <source>Ingetrokken</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>Wat er veranderde</source>
        <translation>What changed</translation>
    </message>
    <message>
        <source>met {count} dingen daarbij</source>
        <translation>with {count} things that belong to it</translation>
    </message>
    <message>
        <source>Terugzetten</source>
        <translation>Put back</translation>
    </message>
    <message>
        <source>Terugzetten: {what}</source>
        <translation>Put back: {what}</translation>
    </message>
</context>
<context>
    <name>HomeCard</name>
    <message>
        <source>Adres</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Hier woont nu niemand uit dit gezin.</source>
        <translation>Nobody from this family lives here now.</translation>
    </message>
</context>
<context>
    <name>HomePanel</name>
    <message>
        <source>Dit huishouden intrekken</source>
        <translation>Withdraw this household</translation>
    </message>
    <message>
        <source>Huishouden</source>
        <translation>Household</translation>
    </message>
</context>
<context>
    <name>KeyPanel</name>
    <message>
        <source>Klaar</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>KnownAddress</name>
    <message>
        <source>De centrale: {address}</source>
        <translation>The centre: {address}</translation>
    </message>
    <message>
        <source>Wijzig</source>
        <translation>Change</translation>
    </message>
</context>
<context>
    <name>KnownChildPanel</name>
    <message>
        <source>Is dit kind al bekend?</source>
        <translation>Is this child known already?</translation>
    </message>
    <message>
        <source>Achternaam van het kind</source>
        <translation>Surname of the child</translation>
    </message>
    <message>
        <source>Met of zonder “van der”: dat maakt niet uit.</source>
        <translation>With or without “van der”: that does not matter.</translation>
    </message>
    <message>
        <source>Geboortedatum</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>BSN, als je het weet</source>
        <translation>BSN, if you know it</translation>
    </message>
    <message>
        <source>Kent een collega dit kind al, dan werken jullie samen in één dossier. Je ziet alleen wie je kunt bellen. De vraag wordt vastgelegd.</source>
        <translation>If a colleague knows this child already, you work together in one case file. You only see whom you can call. The question is logged.</translation>
    </message>
    <message>
        <source>Kijk na</source>
        <translation>Look it up</translation>
    </message>
    <message>
        <source>Zonder achternaam kunnen we niet zoeken.</source>
        <translation>Without a surname we cannot search.</translation>
    </message>
    <message>
        <source>Zonder hele geboortedatum kunnen we niet zoeken.</source>
        <translation>Without a whole date of birth we cannot search.</translation>
    </message>
    <message>
        <source>{name}, geboren {day}</source>
        <translation>{name}, born {day}</translation>
    </message>
    <message>
        <source>Niet bekend bij een collega.</source>
        <translation>Not known to a colleague.</translation>
    </message>
    <message>
        <source>Bekend bij een collega. Overleg met de casusregisseur.</source>
        <translation>Known to a colleague. Talk to the case lead.</translation>
    </message>
    <message>
        <source>Team {name}</source>
        <translation>Team {name}</translation>
    </message>
    <message>
        <source>Geen nummer bekend</source>
        <translation>No number known</translation>
    </message>
    <message>
        <source>Sla dit over</source>
        <translation>Skip this</translation>
    </message>
    <message>
        <source>Dit kijken we na zodra er verbinding is. Je vindt het antwoord op Vandaag, bij “Wacht op mij”. Je kunt alvast verder met het nieuwe gezin.</source>
        <translation>We look this up as soon as there is a connection. You find the answer on Today, under “Waiting for me”. You can go on with the new family meanwhile.</translation>
    </message>
    <message>
        <source>Open dossier</source>
        <translation>Open case file</translation>
    </message>
    <message>
        <source>Noodtoegang</source>
        <translation>Emergency access</translation>
    </message>
    <message>
        <source>Nieuw gezin</source>
        <translation>New family</translation>
    </message>
    <message>
        <source>Toch een nieuw gezin</source>
        <translation>A new family all the same</translation>
    </message>
    <message>
        <source>De casusregisseur krijgt bericht. Je hebt toegang tot {moment}.</source>
        <translation>The case lead is told. You have access until {moment}.</translation>
    </message>
    <message>
        <source>Je hebt toegang tot {moment}. Het dossier wordt opgehaald en staat zo bij Gezinnen.</source>
        <translation>You have access until {moment}. The case file is being fetched and will be under Families in a moment.</translation>
    </message>
    <message>
        <source>Klaar</source>
        <translation>Done</translation>
    </message>
</context>
<context>
    <name>LeaseBanner</name>
    <message>
        <source>De klok van deze laptop loopt achter, dus we weten niet hoelang er geen contact was. Je kunt lezen en nieuwe verslagen schrijven. Maak verbinding, dan kan alles weer.</source>
        <translation>The clock of this laptop is behind, so we do not know how long there was no contact. You can read and write new notes. Connect, and everything is possible again.</translation>
    </message>
    <message>
        <source>Deze laptop had {days} dagen geen contact. Je kunt lezen en nieuwe verslagen schrijven. Maak verbinding vóór {day}; daarna gaat alles op slot tot er contact is.</source>
        <translation>This laptop has had no contact for {days} days. You can read and write new notes. Connect before {day}; after that everything is locked until there is contact.</translation>
    </message>
    <message>
        <source>Maak verbinding</source>
        <translation>Connect</translation>
    </message>
</context>
<context>
    <name>LooseNotesPage</name>
    <message>
        <source>Losse notities</source>
        <translation>Loose notes</translation>
    </message>
    <message>
        <source>Contacten zonder gezin. Kies bij wie ze horen zodra je het weet.</source>
        <translation>Contacts without a family. Choose where they belong as soon as you know.</translation>
    </message>
    <message>
        <source>Contact noteren</source>
        <translation>Record a contact</translation>
    </message>
    <message>
        <source>Geen losse notities. Alles hoort bij een gezin.</source>
        <translation>No loose notes. Everything belongs to a family.</translation>
    </message>
    <message>
        <source>Nog niets opgeschreven</source>
        <translation>Nothing written down yet</translation>
    </message>
    <message>
        <source>{kind} · {moment}</source>
        <translation>{kind} · {moment}</translation>
    </message>
    <message>
        <source>Al {days}</source>
        <translation>{days} old</translation>
    </message>
    <message>
        <source>Nog te versturen</source>
        <translation>To be sent</translation>
    </message>
    <message>
        <source>Kies gezin</source>
        <translation>Choose family</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Kan nog niet: maak eerst verbinding.</source>
        <translation>Not possible yet: connect first.</translation>
    </message>
</context>
<context>
    <name>MomentEditor</name>
    <message>
        <source>Deze dag of tijd begrijpen we niet. Schrijf bijvoorbeeld 4-3-2025 en 14:00.</source>
        <translation>We do not understand this day or time. Write it as 4-3-2025 and 14:00, for instance.</translation>
    </message>
    <message>
        <source>bijv. 4-3-2025</source>
        <translation>e.g. 4-3-2025</translation>
    </message>
    <message>
        <source>{name}, tijd</source>
        <translation>{name}, time</translation>
    </message>
</context>
<context>
    <name>NewFamilyPanel</name>
    <message>
        <source>Nieuw gezin</source>
        <translation>New family</translation>
    </message>
    <message>
        <source>Hoe noem je dit gezin?</source>
        <translation>What do you call this family?</translation>
    </message>
    <message>
        <source>Zoals je het zelf zoekt, bijvoorbeeld “Familie De Wit”.</source>
        <translation>The way you would look it up, for instance “De Wit family”.</translation>
    </message>
    <message>
        <source>Gemeente</source>
        <translation>Municipality</translation>
    </message>
    <message>
        <source>Wijk of buurt</source>
        <translation>District or neighbourhood</translation>
    </message>
    <message>
        <source>Typ een deel van de naam</source>
        <translation>Type part of the name</translation>
    </message>
    <message>
        <source>Aangemeld op</source>
        <translation>Registered on</translation>
    </message>
    <message>
        <source>Weet je iets nog niet? Laat het leeg; je vult het later aan.</source>
        <translation>Something you don’t know yet? Leave it empty; you can add it later.</translation>
    </message>
    <message>
        <source>Begin dossier</source>
        <translation>Start case file</translation>
    </message>
</context>
<context>
    <name>NewPassphrase</name>
    <message>
        <source>Alleen jij kent het. Je typt het elke keer dat je begint.</source>
        <translation>Only you know it. You type it each time you start.</translation>
    </message>
    <message>
        <source>Nog een keer</source>
        <translation>Once more</translation>
    </message>
    <message>
        <source>Kies een wachtwoord. Vier losse woorden zijn sterk genoeg.</source>
        <translation>Choose a password. Four unrelated words are strong enough.</translation>
    </message>
    <message>
        <source>De twee wachtwoorden verschillen. Typ het hier nog een keer.</source>
        <translation>The two passwords differ. Type it here once more.</translation>
    </message>
</context>
<context>
    <name>NobodyYet</name>
    <message>
        <source>Wie hoort er bij dit gezin?</source>
        <translation>Who belongs to this family?</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Child</translation>
    </message>
    <message>
        <source>Ouder</source>
        <translation>Parent</translation>
    </message>
    <message>
        <source>Zwangerschap</source>
        <translation>Pregnancy</translation>
    </message>
</context>
<context>
    <name>NoteCard</name>
    <message>
        <source>Waar gaat dit verslag over?</source>
        <translation>What is this note about?</translation>
    </message>
    <message>
        <source>Titel van het verslag</source>
        <translation>Title of the note</translation>
    </message>
    <message>
        <source>Alinea toevoegen</source>
        <translation>Add a paragraph</translation>
    </message>
    <message>
        <source>Geschreven door {name}</source>
        <translation>Written by {name}</translation>
    </message>
    <message>
        <source>Versie {number}, ondertekend</source>
        <translation>Version {number}, signed</translation>
    </message>
    <message>
        <source>Versie {number}, niet ondertekend</source>
        <translation>Version {number}, not signed</translation>
    </message>
</context>
<context>
    <name>NotesTab</name>
    <message>
        <source>Nog geen verslagen.</source>
        <translation>No notes yet.</translation>
    </message>
    <message>
        <source>Contact noteren</source>
        <translation>Record a contact</translation>
    </message>
    <message>
        <source>Een bezoek plannen</source>
        <translation>Plan a visit</translation>
    </message>
    <message>
        <source>Contact toevoegen</source>
        <translation>Add a contact</translation>
    </message>
    <message>
        <source>Over of met wie</source>
        <translation>About or with whom</translation>
    </message>
    <message>
        <source>Soort contact</source>
        <translation>Kind of contact</translation>
    </message>
    <message>
        <source>Geen contact past hierbij.</source>
        <translation>No contact matches this.</translation>
    </message>
    <message>
        <source>Van dit contact is nog geen verslag.</source>
        <translation>There is no note of this contact yet.</translation>
    </message>
    <message>
        <source>Verslag schrijven</source>
        <translation>Write a note</translation>
    </message>
    <message>
        <source>Iedereen</source>
        <translation>Everyone</translation>
    </message>
    <message>
        <source>Alles</source>
        <translation>Everything</translation>
    </message>
</context>
<context>
    <name>NowCard</name>
    <message>
        <source>Nu</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>Nog niets gepland</source>
        <translation>Nothing planned yet</translation>
    </message>
    <message>
        <source>Nog geen contact</source>
        <translation>No contact yet</translation>
    </message>
    <message>
        <source>Volgende</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Laatste</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>Open afspraken</source>
        <translation>Open agreements</translation>
    </message>
    <message>
        <source>Afspraak zonder woorden</source>
        <translation>Agreement without words</translation>
    </message>
    <message>
        <source>Te laat</source>
        <translation>Late</translation>
    </message>
    <message>
        <source>En nog {count} in het plan.</source>
        <translation>And {count} more in the plan.</translation>
    </message>
</context>
<context>
    <name>OfferPanel</name>
    <message>
        <source>Gezin overnemen</source>
        <translation>Take over a family</translation>
    </message>
    <message>
        <source>{name} vraagt of je een gezin overneemt als casusregisseur.</source>
        <translation>{name} asks whether you take over a family as case lead.</translation>
    </message>
    <message>
        <source>{name} blijft zelf betrokken.</source>
        <translation>{name} remains involved.</translation>
    </message>
    <message>
        <source>{name} doet daarna niet meer mee.</source>
        <translation>{name} no longer takes part after that.</translation>
    </message>
    <message>
        <source>Je kunt antwoorden tot {moment}.</source>
        <translation>You can answer until {moment}.</translation>
    </message>
    <message>
        <source>Een woord terug</source>
        <translation>A word back</translation>
    </message>
    <message>
        <source>Schrijf hier niets over het gezin zelf.</source>
        <translation>Write nothing about the family itself here.</translation>
    </message>
    <message>
        <source>Neem over</source>
        <translation>Take over</translation>
    </message>
    <message>
        <source>Liever niet</source>
        <translation>Rather not</translation>
    </message>
</context>
<context>
    <name>OfferedPanel</name>
    <message>
        <source>Overdragen</source>
        <translation>Hand over</translation>
    </message>
    <message>
        <source>Je vroeg {name} dit gezin over te nemen. Zolang er geen antwoord is, blijf jij casusregisseur.</source>
        <translation>You asked {name} to take over this family. Until there is an answer, you remain the case lead.</translation>
    </message>
    <message>
        <source>{name} kan antwoorden tot {moment}.</source>
        <translation>{name} can answer until {moment}.</translation>
    </message>
    <message>
        <source>Aanbod intrekken</source>
        <translation>Take the offer back</translation>
    </message>
</context>
<context>
    <name>OverviewTab</name>
    <message>
        <source>Nieuw gezin. Wie horen erbij?</source>
        <translation>New family. Who belongs to it?</translation>
    </message>
    <message>
        <source>Persoon toevoegen</source>
        <translation>Add a person</translation>
    </message>
</context>
<context>
    <name>Panels</name>
    <message>
        <source>Gezin zonder naam</source>
        <translation>Family without a name</translation>
    </message>
</context>
<context>
    <name>PaperView</name>
    <message>
        <source>Het plan op papier</source>
        <translation>The plan on paper</translation>
    </message>
    <message>
        <source>Het plan wordt klaargezet…</source>
        <translation>Getting the plan ready…</translation>
    </message>
    <message>
        <source>Terug naar het plan</source>
        <translation>Back to the plan</translation>
    </message>
    <message>
        <source>Zo komt het op papier</source>
        <translation>This is how it will look on paper</translation>
    </message>
    <message>
        <source>Bewaren als bestand…</source>
        <translation>Save as a file…</translation>
    </message>
    <message>
        <source>Kan nog niet: het plan wordt klaargezet.</source>
        <translation>Not possible yet: the plan is being got ready.</translation>
    </message>
    <message>
        <source>Bladzijde {number}</source>
        <translation>Page {number}</translation>
    </message>
    <message>
        <source>1 bladzijde</source>
        <translation>1 page</translation>
    </message>
    <message>
        <source>{count} bladzijden</source>
        <translation>{count} pages</translation>
    </message>
    <message>
        <source>{count} afgeschermd voor iemand uit het gezin</source>
        <translation>{count} shielded from someone in the family</translation>
    </message>
    <message>
        <source>{count} alleen voor collega&apos;s</source>
        <translation>{count} for colleagues only</translation>
    </message>
    <message>
        <source>Op deze afdruk ontbreekt 1 tekst: {reasons}.</source>
        <translation>1 text is left out of this printout: {reasons}.</translation>
    </message>
    <message>
        <source>Op deze afdruk ontbreken {count} teksten: {reasons}.</source>
        <translation>{count} texts are left out of this printout: {reasons}.</translation>
    </message>
</context>
<context>
    <name>ParagraphLine</name>
    <message>
        <source>Wat zag of hoorde je? @ noemt iemand, /feit zegt wat het is</source>
        <translation>What did you see or hear? @ names someone, /fact says what it is</translation>
    </message>
    <message>
        <source>Alinea</source>
        <translation>Paragraph</translation>
    </message>
    <message>
        <source>Over wie gaat dit?</source>
        <translation>Who is this about?</translation>
    </message>
    <message>
        <source>Wat is het?</source>
        <translation>What is it?</translation>
    </message>
    <message>
        <source>Van wie weet je dit?</source>
        <translation>Who told you this?</translation>
    </message>
    <message>
        <source>Wanneer gehoord of gezien?</source>
        <translation>Heard or seen when?</translation>
    </message>
    <message>
        <source>Afschermen voor</source>
        <translation>Shield from</translation>
    </message>
    <message>
        <source>Waarom afschermen?</source>
        <translation>Why shield it?</translation>
    </message>
    <message>
        <source>Staat op geen enkele afdruk die zij of hij kan lezen.</source>
        <translation>Will not be on any printout that they can read.</translation>
    </message>
    <message>
        <source>Niet gezegd</source>
        <translation>Not said</translation>
    </message>
    <message>
        <source>Afgeschermd voor {names}</source>
        <translation>Shielded from {names}</translation>
    </message>
    <message>
        <source>Wie bedoel je?</source>
        <translation>Who do you mean?</translation>
    </message>
    <message>
        <source>Ja</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Alleen {name}</source>
        <translation>Only {name}</translation>
    </message>
    <message>
        <source>Anders</source>
        <translation>Someone else</translation>
    </message>
    <message>
        <source>Gaat dit over {names}?</source>
        <translation>Is this about {names}?</translation>
    </message>
</context>
<context>
    <name>PassphraseEditor</name>
    <message>
        <source>Laat zien</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>Verberg</source>
        <translation>Hide</translation>
    </message>
</context>
<context>
    <name>PeopleTab</name>
    <message>
        <source>Gezin &amp; netwerk</source>
        <translation>Family &amp; network</translation>
    </message>
    <message>
        <source>Persoon toevoegen</source>
        <translation>Add a person</translation>
    </message>
    <message>
        <source>↑ ↓ lopen · Enter openen · Del intrekken · Ctrl+N nieuw</source>
        <translation>↑ ↓ move · Enter open · Del withdraw · Ctrl+N new</translation>
    </message>
</context>
<context>
    <name>PersonLists</name>
    <message>
        <source>Woont in</source>
        <translation>Lives in</translation>
    </message>
    <message>
        <source>Wanneer</source>
        <translation>When</translation>
    </message>
    <message>
        <source>bijv. om de week</source>
        <translation>e.g. every other week</translation>
    </message>
    <message>
        <source>Sinds</source>
        <translation>Since</translation>
    </message>
    <message>
        <source>Tot</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>Nog niet bekend waar.</source>
        <translation>Not known yet where.</translation>
    </message>
    <message>
        <source>Woonplek toevoegen</source>
        <translation>Add a home</translation>
    </message>
    <message>
        <source>Nieuw huishouden</source>
        <translation>New household</translation>
    </message>
    <message>
        <source>Adres nog niet bekend</source>
        <translation>Address not known yet</translation>
    </message>
    <message>
        <source>Adres</source>
        <translation>Address</translation>
    </message>
    <message>
        <source>Ouders</source>
        <translation>Parents</translation>
    </message>
    <message>
        <source>Ouder koppelen</source>
        <translation>Link a parent</translation>
    </message>
    <message>
        <source>Kinderen</source>
        <translation>Children</translation>
    </message>
    <message>
        <source>Kind koppelen</source>
        <translation>Link a child</translation>
    </message>
    <message>
        <source>Soort</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Hoe geëindigd</source>
        <translation>How it ended</translation>
    </message>
    <message>
        <source>Nog samen</source>
        <translation>Still together</translation>
    </message>
    <message>
        <source>Relaties</source>
        <translation>Relationships</translation>
    </message>
    <message>
        <source>Relatie toevoegen</source>
        <translation>Add a relationship</translation>
    </message>
    <message>
        <source>Gezag</source>
        <translation>Parental authority</translation>
    </message>
    <message>
        <source>Nog niet nagegaan wie gezag heeft. Kijk in het gezagsregister, ga niet af op één ouder.</source>
        <translation>Nobody has looked up yet who has parental authority. Check the authority register (gezagsregister); do not go by one parent’s word.</translation>
    </message>
    <message>
        <source>Gezag noteren</source>
        <translation>Record parental authority</translation>
    </message>
    <message>
        <source>Een instelling</source>
        <translation>An institution</translation>
    </message>
    <message>
        <source>Gezag over</source>
        <translation>Authority over</translation>
    </message>
    <message>
        <source>Wie heeft gezag</source>
        <translation>Who has authority</translation>
    </message>
    <message>
        <source>Naam van de instelling</source>
        <translation>Name of the institution</translation>
    </message>
    <message>
        <source>Hoe weten we dit?</source>
        <translation>How do we know this?</translation>
    </message>
    <message>
        <source>Nog niet nagekeken</source>
        <translation>Not checked yet</translation>
    </message>
    <message>
        <source>Nagekeken op</source>
        <translation>Checked on</translation>
    </message>
    <message>
        <source>Wat voor ouder</source>
        <translation>What kind of parent</translation>
    </message>
    <message>
        <source>Ingetrokken huishouden</source>
        <translation>Withdrawn household</translation>
    </message>
    <message>
        <source>Iemand die is ingetrokken</source>
        <translation>Someone who has been withdrawn</translation>
    </message>
    <message>
        <source>nog niet nagekeken</source>
        <translation>not checked yet</translation>
    </message>
    <message>
        <source>{source}, {day}</source>
        <translation>{source}, {day}</translation>
    </message>
</context>
<context>
    <name>PersonPanel</name>
    <message>
        <source>Wie</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>Wonen</source>
        <translation>Living</translation>
    </message>
    <message>
        <source>Ouders en gezag</source>
        <translation>Parents and authority</translation>
    </message>
    <message>
        <source>Bereikbaar</source>
        <translation>How to reach</translation>
    </message>
    <message>
        <source>Geschiedenis</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Deze persoon intrekken</source>
        <translation>Withdraw this person</translation>
    </message>
</context>
<context>
    <name>PersonRow</name>
    <message>
        <source>Klopt dit?</source>
        <translation>Is this right?</translation>
    </message>
</context>
<context>
    <name>PlanActions</name>
    <message>
        <source>Bekijk als pdf</source>
        <translation>View as PDF</translation>
    </message>
    <message>
        <source>Nieuwe versie</source>
        <translation>New version</translation>
    </message>
    <message>
        <source>Terug naar concept</source>
        <translation>Back to draft</translation>
    </message>
    <message>
        <source>Versie {number} · {status}</source>
        <translation>Version {number} · {status}</translation>
    </message>
    <message>
        <source>Vastgesteld {day}. Afvinken en een cijfer geven kan gewoon. Verandert er meer? Maak dan een nieuwe versie.</source>
        <translation>Agreed {day}. You can still tick things off and give a score. Does more change? Then make a new version.</translation>
    </message>
    <message>
        <source>Bespreken</source>
        <translation>Discuss</translation>
    </message>
    <message>
        <source>Vaststellen</source>
        <translation>Mark as agreed</translation>
    </message>
</context>
<context>
    <name>PlanSheet</name>
    <message>
        <source>Doelen</source>
        <translation>Goals</translation>
    </message>
    <message>
        <source>Afspraak toevoegen</source>
        <translation>Add an agreement</translation>
    </message>
    <message>
        <source>Andere afspraken</source>
        <translation>Other agreements</translation>
    </message>
    <message>
        <source>Geef het plan een naam</source>
        <translation>Give the plan a name</translation>
    </message>
    <message>
        <source>Naam van het plan</source>
        <translation>Name of the plan</translation>
    </message>
    <message>
        <source>Stem van het kind</source>
        <translation>The child’s voice</translation>
    </message>
    <message>
        <source>Wat zegt het kind zelf?</source>
        <translation>What does the child say?</translation>
    </message>
    <message>
        <source>Stem van de ouders</source>
        <translation>The parents’ voice</translation>
    </message>
    <message>
        <source>Wat zeggen de ouders zelf?</source>
        <translation>What do the parents say?</translation>
    </message>
    <message>
        <source>Het plan begint op</source>
        <translation>The plan starts on</translation>
    </message>
    <message>
        <source>We kijken samen terug op</source>
        <translation>We look back together on</translation>
    </message>
    <message>
        <source>Evaluatie</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>Alleen voor collega&apos;s</source>
        <translation>For colleagues only</translation>
    </message>
    <message>
        <source>Komt niet op papier en niet aan de keukentafel.</source>
        <translation>Never on paper, never at the kitchen table.</translation>
    </message>
    <message>
        <source>Opmerkingen</source>
        <translation>Remarks</translation>
    </message>
    <message>
        <source>Voor {names}</source>
        <translation>For {names}</translation>
    </message>
    <message>
        <source>Te laat: terugkijken had {day} gemoeten</source>
        <translation>Late: the review was due {day}</translation>
    </message>
</context>
<context>
    <name>PlanTab</name>
    <message>
        <source>Nog geen plan. Begin met wat goed gaat.</source>
        <translation>No plan yet. Start with what goes well.</translation>
    </message>
    <message>
        <source>Begin plan</source>
        <translation>Start plan</translation>
    </message>
    <message>
        <source>Het gezin heeft zelf een plan</source>
        <translation>The family has a plan of its own</translation>
    </message>
    <message>
        <source>Wat gaat goed</source>
        <translation>What goes well</translation>
    </message>
    <message>
        <source>Zorgen</source>
        <translation>Worries</translation>
    </message>
    <message>
        <source>Wat moet er gebeuren</source>
        <translation>What must happen</translation>
    </message>
    <message>
        <source>Doelen</source>
        <translation>Goals</translation>
    </message>
    <message>
        <source>Afspraken</source>
        <translation>Agreements</translation>
    </message>
    <message>
        <source>Evaluatie</source>
        <translation>Review</translation>
    </message>
</context>
<context>
    <name>QuestionCard</name>
    <message>
        <source>Waar gaat het om</source>
        <translation>What it is about</translation>
    </message>
    <message>
        <source>Klaar</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Aanpassen</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>“{words}”</source>
        <translation>“{words}”</translation>
    </message>
    <message>
        <source>De vraag staat er nog niet.</source>
        <translation>The question is not here yet.</translation>
    </message>
</context>
<context>
    <name>QuestionForm</name>
    <message>
        <source>De vraag, in hun eigen woorden</source>
        <translation>The question, in their own words</translation>
    </message>
    <message>
        <source>Wie zei dit?</source>
        <translation>Who said this?</translation>
    </message>
    <message>
        <source>Wanneer?</source>
        <translation>When?</translation>
    </message>
    <message>
        <source>Korte samenvatting</source>
        <translation>Short summary</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Oefengegevens</source>
        <translation>Practice data</translation>
    </message>
    <message>
        <source>Alle mensen hier zijn verzonnen. Ze worden nergens echt gebruikt.</source>
        <translation>All the people here are made up. They are not used for anything real.</translation>
    </message>
    <message>
        <source>Zoek of doe…</source>
        <translation>Search or do…</translation>
    </message>
    <message>
        <source>Op slot</source>
        <translation>Lock</translation>
    </message>
    <message>
        <source>Contact noteren</source>
        <translation>Record a contact</translation>
    </message>
    <message>
        <source>Contact noteren (Ctrl+Shift+C)</source>
        <translation>Record a contact (Ctrl+Shift+C)</translation>
    </message>
</context>
<context>
    <name>ReachForm</name>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Email</translation>
    </message>
    <message>
        <source>Waar let je op?</source>
        <translation>What to bear in mind?</translation>
    </message>
    <message>
        <source>Alleen collega&apos;s zien dit, het gezin niet.</source>
        <translation>Only colleagues see this; the family does not.</translation>
    </message>
</context>
<context>
    <name>RecentCard</name>
    <message>
        <source>Onlangs</source>
        <translation>Recently</translation>
    </message>
    <message>
        <source>Nog geen contact met dit gezin.</source>
        <translation>No contact with this family yet.</translation>
    </message>
</context>
<context>
    <name>RecordDetails</name>
    <message>
        <source>Geschiedenis</source>
        <translation>History</translation>
    </message>
</context>
<context>
    <name>RecordItem</name>
    <message>
        <source>Geschiedenis</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Intrekken</source>
        <translation>Withdraw</translation>
    </message>
    <message>
        <source>{what}: dichtklappen</source>
        <translation>{what}: collapse</translation>
    </message>
    <message>
        <source>{what}: openklappen</source>
        <translation>{what}: expand</translation>
    </message>
</context>
<context>
    <name>RecordItems</name>
    <message>
        <source>Niet toevoegen</source>
        <translation>Do not add</translation>
    </message>
</context>
<context>
    <name>RecordLine</name>
    <message>
        <source>Intrekken</source>
        <translation>Withdraw</translation>
    </message>
</context>
<context>
    <name>RecordMarks</name>
    <message>
        <source>Nog te versturen</source>
        <translation>To be sent</translation>
    </message>
    <message>
        <source>Keuze voor jou</source>
        <translation>Choice for you</translation>
    </message>
    <message>
        <source>Kies welke tekst geldt</source>
        <translation>Choose which text stands</translation>
    </message>
</context>
<context>
    <name>RecordRow</name>
    <message>
        <source>Keuze voor jou</source>
        <translation>Choice for you</translation>
    </message>
    <message>
        <source>Kies</source>
        <translation>Choose</translation>
    </message>
</context>
<context>
    <name>RecoveryPage</name>
    <message>
        <source>Terug</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>De aanvraag wordt klaargezet…</source>
        <translation>Preparing the request…</translation>
    </message>
    <message>
        <source>Controlecode: {code}</source>
        <translation>Check code: {code}</translation>
    </message>
    <message>
        <source>Opgeslagen als {name}.</source>
        <translation>Saved as {name}.</translation>
    </message>
    <message>
        <source>Sla de aanvraag op</source>
        <translation>Save the request</translation>
    </message>
    <message>
        <source>Stuur dit naar je beheerder. Er staat niets uit je dossiers in.</source>
        <translation>Send this to your administrator. It holds nothing from your case files.</translation>
    </message>
    <message>
        <source>Aanvraag opslaan…</source>
        <translation>Save request…</translation>
    </message>
    <message>
        <source>Nog eens opslaan…</source>
        <translation>Save again…</translation>
    </message>
    <message>
        <source>Bel je beheerder en lees deze code voor</source>
        <translation>Call your administrator and read this code aloud</translation>
    </message>
    <message>
        <source>De sleutelbeheerders moeten precies deze cijfers zien.</source>
        <translation>The key officers must see exactly these digits.</translation>
    </message>
    <message>
        <source>Open het antwoord</source>
        <translation>Open the answer</translation>
    </message>
    <message>
        <source>Je krijgt een bestand terug. Duurt het even? Deze aanvraag blijft gewoon staan. Sleep het bestand hierheen of kies het.</source>
        <translation>You get a file back. Does it take a while? This request simply stays. Drag the file here or choose it.</translation>
    </message>
    <message>
        <source>Antwoord openen…</source>
        <translation>Open answer…</translation>
    </message>
    <message>
        <source>Wachtwoord vergeten?</source>
        <translation>Forgotten your password?</translation>
    </message>
    <message>
        <source>Deze laptop herstellen</source>
        <translation>Recover this laptop</translation>
    </message>
    <message>
        <source>Niemand kan je wachtwoord opzoeken. Twee sleutelbeheerders van je organisatie kunnen deze laptop samen weer openen. Alles blijft bewaard, ook wat nog niet is verstuurd.</source>
        <translation>Nobody can look up your password. Two key officers of your organisation can open this laptop again together. Everything stays saved, including what has not been sent yet.</translation>
    </message>
</context>
<context>
    <name>RenewPanel</name>
    <message>
        <source>Sleutel vernieuwen</source>
        <translation>Renew key</translation>
    </message>
    <message>
        <source>Alle dossiers op deze laptop worden opnieuw versleuteld met een nieuwe sleutel. Doe dit als iemand anders bij deze laptop kon. Je wachtwoord blijft hetzelfde en er raakt niets kwijt, ook niet als de laptop halverwege uitgaat.</source>
        <translation>All case files on this laptop are encrypted anew with a new key. Do this when somebody else could get at this laptop. Your password stays the same and nothing gets lost, not even when the laptop switches off halfway.</translation>
    </message>
    <message>
        <source>Vernieuw de sleutel</source>
        <translation>Renew the key</translation>
    </message>
    <message>
        <source>Er wordt nu nog iets gelezen of verstuurd. Er is niets veranderd. Probeer het zo opnieuw.</source>
        <translation>Something is still being read or sent. Nothing has changed. Try again in a moment.</translation>
    </message>
    <message>
        <source>De sleutel is vernieuwd. Al je dossiers staan nu onder de nieuwe sleutel.</source>
        <translation>The key has been renewed. All your case files are under the new key now.</translation>
    </message>
    <message>
        <source>Je dossiers worden opnieuw versleuteld. Bewaren wacht zolang even…</source>
        <translation>Your case files are being encrypted anew. Saving waits for a moment…</translation>
    </message>
</context>
<context>
    <name>RestorePage</name>
    <message>
        <source>Reservekopie terugzetten</source>
        <translation>Put a backup back</translation>
    </message>
    <message>
        <source>Je dossiers worden zoals ze toen waren. Wat je nog niet had verstuurd, gaat mee. Het bestand van nu wordt niet gewist maar apart bewaard.</source>
        <translation>Your case files become as they were then. What you had not sent yet goes along. The present file is not deleted but kept aside.</translation>
    </message>
    <message>
        <source>Welke kopie?</source>
        <translation>Which backup?</translation>
    </message>
    <message>
        <source>Reservekopieën</source>
        <translation>Backups</translation>
    </message>
    <message>
        <source>Wachtwoord</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Je wachtwoord van nu. Lukt dat niet, probeer dan dat van toen.</source>
        <translation>Your present password. If that fails, try the one from then.</translation>
    </message>
    <message>
        <source>Zet terug</source>
        <translation>Put back</translation>
    </message>
    <message>
        <source>Terug</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>De reservekopieën worden opgezocht…</source>
        <translation>Looking for backups…</translation>
    </message>
    <message>
        <source>Er is nog geen reservekopie op deze laptop. Je dossiers zijn niet aangeraakt. Bel je beheerder als ze niet opengaan.</source>
        <translation>There is no backup on this laptop yet. Your case files have not been touched. Call your administrator if they do not open.</translation>
    </message>
    <message>
        <source>Typ eerst je wachtwoord.</source>
        <translation>Type your password first.</translation>
    </message>
</context>
<context>
    <name>RestoredPage</name>
    <message>
        <source>Je dossiers zijn terug</source>
        <translation>Your case files are back</translation>
    </message>
    <message>
        <source>Je werkt verder met de kopie van {moment}.</source>
        <translation>You carry on with the backup of {moment}.</translation>
    </message>
    <message>
        <source>Het bestand van daarvoor was niet te lezen. Het is heel bewaard: misschien kan je beheerder er nog werk uit halen dat niet was verstuurd.</source>
        <translation>The file from before could not be read. It has been kept whole: your administrator may still get work out of it that had not been sent.</translation>
    </message>
    <message>
        <source>Voordat er weer verstuurd wordt, meld je deze laptop opnieuw aan. Vraag je beheerder om een code. Werken kan nu al; alles wordt bewaard.</source>
        <translation>Before anything is sent again, you enrol this laptop again. Ask your administrator for a code. You can work already; everything is saved.</translation>
    </message>
    <message>
        <source>Verder</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>Alles wat je had geschreven, was al verstuurd. Er is niets kwijt.</source>
        <translation>All that you had written had been sent already. Nothing is lost.</translation>
    </message>
    <message>
        <source>1 onderdeel dat nog niet was verstuurd, is meegenomen.</source>
        <translation>1 item that had not been sent yet has come along.</translation>
    </message>
    <message>
        <source>{count} onderdelen die nog niet waren verstuurd, zijn meegenomen.</source>
        <translation>{count} items that had not been sent yet have come along.</translation>
    </message>
</context>
<context>
    <name>SavedLabel</name>
    <message>
        <source>Bewaard {time}</source>
        <translation>Saved {time}</translation>
    </message>
    <message>
        <source>Bezig met bewaren…</source>
        <translation>Saving…</translation>
    </message>
    <message>
        <source>{count} nog te versturen</source>
        <translation>{count} to be sent</translation>
    </message>
</context>
<context>
    <name>SchoolForm</name>
    <message>
        <source>Groep of klas</source>
        <translation>Group or class</translation>
    </message>
    <message>
        <source>Niveau</source>
        <translation>Level</translation>
    </message>
    <message>
        <source>bijv. vmbo-t</source>
        <translation>e.g. vmbo-t</translation>
    </message>
    <message>
        <source>Leerkracht of mentor</source>
        <translation>Teacher or mentor</translation>
    </message>
    <message>
        <source>Intern begeleider</source>
        <translation>Support coordinator (IB’er)</translation>
    </message>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Sinds</source>
        <translation>Since</translation>
    </message>
</context>
<context>
    <name>SchoolGoals</name>
    <message>
        <source>Doelen voor school</source>
        <translation>Goals for school</translation>
    </message>
    <message>
        <source>Nog geen doelen voor school in het plan.</source>
        <translation>No goals for school in the plan yet.</translation>
    </message>
</context>
<context>
    <name>SchoolPicker</name>
    <message>
        <source>Naam, straat of plaats van de school</source>
        <translation>Name, street or town of the school</translation>
    </message>
    <message>
        <source>School zoeken</source>
        <translation>Find a school</translation>
    </message>
    <message>
        <source>Toch niet</source>
        <translation>Never mind</translation>
    </message>
    <message>
        <source>Noteer “{name}” zoals het er staat</source>
        <translation>Use “{name}” as it is</translation>
    </message>
    <message>
        <source>Alle scholen van Maassluis, Vlaardingen en Schiedam staan erin.</source>
        <translation>All schools in Maassluis, Vlaardingen and Schiedam are in here.</translation>
    </message>
    <message>
        <source>Niet gevonden in de drie gemeenten. Je kunt de naam zo bewaren.</source>
        <translation>Not found in the three municipalities. You can keep the name as it is.</translation>
    </message>
    <message>
        <source>En nog {count}. Typ verder om ze te zien.</source>
        <translation>And {count} more. Keep typing to see them.</translation>
    </message>
    <message>
        <source>gesloten</source>
        <translation>closed</translation>
    </message>
</context>
<context>
    <name>SchoolTab</name>
    <message>
        <source>Nog geen kinderen in dit gezin. Voeg ze toe bij Gezin &amp; netwerk.</source>
        <translation>No children in this family yet. Add them under Family &amp; network.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Child</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Gevonden</source>
        <translation>Found</translation>
    </message>
    <message>
        <source>Naam, adres, BSN of een woord uit een verslag of plan</source>
        <translation>Name, address, BSN or a word from a note or plan</translation>
    </message>
    <message>
        <source>Toon meer</source>
        <translation>Show more</translation>
    </message>
    <message>
        <source>Filters wissen</source>
        <translation>Clear filters</translation>
    </message>
    <message>
        <source>Zoeken</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Op BSN gezocht. Dat is vastgelegd.</source>
        <translation>Searched by BSN. That has been recorded.</translation>
    </message>
    <message>
        <source>Niets precies zo gevonden. Dit lijkt erop.</source>
        <translation>Nothing found exactly like this. These are close.</translation>
    </message>
    <message>
        <source>De eerste {count} worden getoond.</source>
        <translation>The first {count} are shown.</translation>
    </message>
    <message>
        <source>1 keer gevonden.</source>
        <translation>Found once.</translation>
    </message>
    <message>
        <source>{count} keer gevonden.</source>
        <translation>Found {count} times.</translation>
    </message>
    <message>
        <source>Namen en adressen hebben geen datum. Haal de periode weg.</source>
        <translation>Names and addresses have no date. Remove the period.</translation>
    </message>
    <message>
        <source>Niets gevonden met deze filters.</source>
        <translation>Nothing found with these filters.</translation>
    </message>
    <message>
        <source>Niets gevonden op deze laptop.</source>
        <translation>Nothing found on this laptop.</translation>
    </message>
    <message>
        <source>Typ een naam, een straat, een heel BSN of een woord uit een verslag.</source>
        <translation>Type a name, a street, a whole BSN or a word from a note.</translation>
    </message>
    <message>
        <source>Gezin zonder naam</source>
        <translation>Family without a name</translation>
    </message>
</context>
<context>
    <name>SendingLine</name>
    <message>
        <source>Versturen en ophalen: {state}</source>
        <translation>Send and fetch: {state}</translation>
    </message>
</context>
<context>
    <name>SendingPage</name>
    <message>
        <source>Versturen en ophalen</source>
        <translation>Send and fetch</translation>
    </message>
    <message>
        <source>Nu versturen en ophalen</source>
        <translation>Send and fetch now</translation>
    </message>
    <message>
        <source>Hoe het ervoor staat</source>
        <translation>How things stand</translation>
    </message>
    <message>
        <source>Apart gezet</source>
        <translation>Set apart</translation>
    </message>
    <message>
        <source>Je hoeft hier niets te doen: alles gaat vanzelf zodra er verbinding is. Met F5 gebeurt het meteen.</source>
        <translation>You need not do anything here: it all happens by itself once there is a connection. F5 does it at once.</translation>
    </message>
    <message>
        <source>Laatste contact</source>
        <translation>Last contact</translation>
    </message>
    <message>
        <source>Nog niet geweest</source>
        <translation>None yet</translation>
    </message>
    <message>
        <source>Nog te versturen</source>
        <translation>To be sent</translation>
    </message>
    <message>
        <source>Nog op te halen</source>
        <translation>Still to fetch</translation>
    </message>
    <message>
        <source>Verstuurd. De centrale bevestigde {what} om {time}.</source>
        <translation>Sent. The centre confirmed {what} at {time}.</translation>
    </message>
    <message>
        <source>1 wijziging van een collega opgehaald.</source>
        <translation>Fetched 1 change of a colleague.</translation>
    </message>
    <message>
        <source>{count} wijzigingen van collega&apos;s opgehaald.</source>
        <translation>Fetched {count} changes by colleagues.</translation>
    </message>
    <message>
        <source>Gekozen. Wat niet gekozen is, blijft in de geschiedenis van {family}.</source>
        <translation>Chosen. What was not chosen stays in the history of {family}.</translation>
    </message>
    <message>
        <source>Toon de geschiedenis</source>
        <translation>Show the history</translation>
    </message>
    <message>
        <source>1 wijziging kon niet worden verwerkt en staat apart. Niets is weg; de rest is verstuurd. Bekijk wat je kunt doen.</source>
        <translation>1 change could not be taken and has been set apart. Nothing is gone; the rest has been sent. See what you can do.</translation>
    </message>
    <message>
        <source>{count} wijzigingen konden niet worden verwerkt en staan apart. Niets is weg; de rest is verstuurd. Bekijk wat je kunt doen.</source>
        <translation>{count} changes could not be taken and have been set apart. Nothing is gone; the rest has been sent. See what you can do.</translation>
    </message>
    <message>
        <source>Niet meer op deze laptop</source>
        <translation>No longer on this laptop</translation>
    </message>
    <message>
        <source>{name} · {moment}</source>
        <translation>{name} · {moment}</translation>
    </message>
</context>
<context>
    <name>ServiceAddress</name>
    <message>
        <source>Adres van de centrale</source>
        <translation>Address of the centre</translation>
    </message>
    <message>
        <source>Meestal al ingevuld. Anders staat het in de brief bij je code.</source>
        <translation>Usually filled in already. If not, it is in the letter with your code.</translation>
    </message>
    <message>
        <source>Vul het adres in. Je vindt het in de brief bij je code.</source>
        <translation>Fill in the address. You will find it in the letter with your code.</translation>
    </message>
</context>
<context>
    <name>SettingsMenu</name>
    <message>
        <source>Sneltoetsen</source>
        <translation>Keyboard shortcuts</translation>
    </message>
    <message>
        <source>Zoals het systeem</source>
        <translation>Same as the system</translation>
    </message>
    <message>
        <source>Licht</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Donker</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Hoog contrast</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>Uiterlijk</source>
        <translation>Appearance</translation>
    </message>
    <message>
        <source>Tekstgrootte</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}%</translation>
    </message>
    <message>
        <source>Taal</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Wachtwoord wijzigen…</source>
        <translation>Change password…</translation>
    </message>
    <message>
        <source>Sleutel vernieuwen…</source>
        <translation>Renew key…</translation>
    </message>
    <message>
        <source>Deze laptop opnieuw aanmelden…</source>
        <translation>Enrol this laptop again…</translation>
    </message>
    <message>
        <source>Jouw laptops…</source>
        <translation>Your laptops…</translation>
    </message>
</context>
<context>
    <name>ShellBanner</name>
    <message>
        <source>Sluit</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Naar het beginscherm</source>
        <translation>To the start screen</translation>
    </message>
    <message>
        <source>Je bent niet meer betrokken bij dit gezin. Wat nog niet verstuurd was, ligt bij de casusregisseur. Het dossier staat niet meer op deze laptop.</source>
        <translation>You are no longer involved with this family. What had not been sent is with the case lead. The file is no longer on this laptop.</translation>
    </message>
    <message>
        <source>Begrepen</source>
        <translation>Got it</translation>
    </message>
    <message>
        <source>Over 30 seconden op slot. Alles is bewaard. Druk op een toets om door te gaan.</source>
        <translation>Locking in 30 seconds. Everything is saved. Press a key to go on.</translation>
    </message>
    <message>
        <source>Kan nog niet: maak eerst verbinding. Lezen en nieuwe verslagen schrijven kan wel.</source>
        <translation>Not yet: connect first. You can read and write new notes.</translation>
    </message>
</context>
<context>
    <name>ShortcutsPanel</name>
    <message>
        <source>Sneltoetsen</source>
        <translation>Keyboard shortcuts</translation>
    </message>
    <message>
        <source>In velden en lijsten</source>
        <translation>In fields and lists</translation>
    </message>
</context>
<context>
    <name>SidePage</name>
    <message>
        <source>Sluiten</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Sluiten</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>SignBar</name>
    <message>
        <source>Verbeteren</source>
        <translation>Correct</translation>
    </message>
    <message>
        <source>Ondertekenen</source>
        <translation>Sign</translation>
    </message>
    <message>
        <source>Nog geen tekst</source>
        <translation>No text yet</translation>
    </message>
    <message>
        <source>1 alinea zonder persoon</source>
        <translation>1 paragraph without a person</translation>
    </message>
    <message>
        <source>1 alinea nog geen feit, mening of afspraak</source>
        <translation>1 paragraph not yet a fact, opinion or agreement</translation>
    </message>
    <message>
        <source>Ondertekend {day}. Verbeteren kan; de eerste versie blijft.</source>
        <translation>Signed {day}. You can correct it; the first version stays.</translation>
    </message>
    <message>
        <source>{count} alinea&apos;s zonder persoon</source>
        <translation>{count} paragraphs without a person</translation>
    </message>
    <message>
        <source>{count} alinea&apos;s nog geen feit, mening of afspraak</source>
        <translation>{count} paragraphs not yet a fact, opinion or agreement</translation>
    </message>
    <message>
        <source>Kan niet: dit verslag is van {name}.</source>
        <translation>Not possible: this note is {name}’s.</translation>
    </message>
    <message>
        <source>Kan nog niet: schrijf eerst wat er was.</source>
        <translation>Not possible yet: first write what happened.</translation>
    </message>
    <message>
        <source>Kan nog niet: kies eerst bij elke alinea over wie het gaat.</source>
        <translation>Not possible yet: first choose who each paragraph is about.</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Het inloggen is gelukt. Je kunt dit venster sluiten en verdergaan in MVS Desktop.</source>
        <translation>You are signed in. You can close this window and go on in MVS Desktop.</translation>
    </message>
    <message>
        <source>Het inloggen is niet gelukt. Je kunt dit venster sluiten; in MVS Desktop staat wat je kunt doen.</source>
        <translation>Signing in did not succeed. You can close this window; MVS Desktop says what you can do.</translation>
    </message>
</context>
<context>
    <name>StartWindow</name>
    <message>
        <source>We maken je sleutels en melden deze laptop aan…</source>
        <translation>Making your keys and enrolling this laptop…</translation>
    </message>
    <message>
        <source>Je nieuwe wachtwoord wordt ingesteld…</source>
        <translation>Setting your new password…</translation>
    </message>
    <message>
        <source>De reservekopie wordt teruggezet en nagekeken…</source>
        <translation>Putting the backup back and checking it…</translation>
    </message>
</context>
<context>
    <name>StatementColumn</name>
    <message>
        <source>Iets dat goed gaat</source>
        <translation>Something that goes well</translation>
    </message>
    <message>
        <source>Een zorg</source>
        <translation>A worry</translation>
    </message>
    <message>
        <source>Iets dat moet gebeuren</source>
        <translation>Something that must happen</translation>
    </message>
</context>
<context>
    <name>StatementLine</name>
    <message>
        <source>In hun eigen woorden</source>
        <translation>In their own words</translation>
    </message>
    <message>
        <source>Wie zegt dit?</source>
        <translation>Who says this?</translation>
    </message>
    <message>
        <source>Over wie gaat het?</source>
        <translation>Who is it about?</translation>
    </message>
    <message>
        <source>{by}, over {about}</source>
        <translation>{by}, about {about}</translation>
    </message>
    <message>
        <source>Over {about}</source>
        <translation>About {about}</translation>
    </message>
</context>
<context>
    <name>StrengthMeter</name>
    <message>
        <source>Tip: vier losse woorden</source>
        <translation>Tip: four unrelated words</translation>
    </message>
    <message>
        <source>Sterk genoeg</source>
        <translation>Strong enough</translation>
    </message>
    <message>
        <source>Heel sterk</source>
        <translation>Very strong</translation>
    </message>
</context>
<context>
    <name>TeamPanel</name>
    <message>
        <source>Even vragen bij de centrale…</source>
        <translation>Asking the centre…</translation>
    </message>
    <message>
        <source>Geen verbinding met de centrale, en dit kan alleen mét verbinding. Probeer het straks opnieuw; het gebeurt nooit twee keer.</source>
        <translation>No connection to the centre, and this can only be done with one. Try again later; it never happens twice.</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>{day}, {time}</source>
        <translation>{day}, {time}</translation>
    </message>
    <message>
        <source>Keuze voor jou</source>
        <translation>Choice for you</translation>
    </message>
    <message>
        <source>Ondertekend</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>Niet ondertekend</source>
        <translation>Not signed</translation>
    </message>
    <message>
        <source>Gepland</source>
        <translation>Planned</translation>
    </message>
    <message>
        <source>Afgezegd</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>Nog geen verslag</source>
        <translation>No note yet</translation>
    </message>
    <message>
        <source>Contacten</source>
        <translation>Contacts</translation>
    </message>
</context>
<context>
    <name>TodayPage</name>
    <message>
        <source>Bezoek toevoegen</source>
        <translation>Add a visit</translation>
    </message>
    <message>
        <source>Klaar voor vertrek?</source>
        <translation>Ready to go?</translation>
    </message>
    <message>
        <source>Mijn dag</source>
        <translation>My day</translation>
    </message>
    <message>
        <source>Nog afmaken</source>
        <translation>Still to finish</translation>
    </message>
    <message>
        <source>Vraagt aandacht</source>
        <translation>Needs attention</translation>
    </message>
    <message>
        <source>Wacht op mij</source>
        <translation>Waiting for me</translation>
    </message>
    <message>
        <source>Dag afronden</source>
        <translation>Close the day</translation>
    </message>
    <message>
        <source>Geen bezoeken vandaag.</source>
        <translation>No visits today.</translation>
    </message>
    <message>
        <source>Start bezoek</source>
        <translation>Start visit</translation>
    </message>
    <message>
        <source>Naar verslag</source>
        <translation>Go to note</translation>
    </message>
    <message>
        <source>Verslag schrijven</source>
        <translation>Write a note</translation>
    </message>
    <message>
        <source>Toon alle {count}</source>
        <translation>Show all {count}</translation>
    </message>
    <message>
        <source>{days} te laat</source>
        <translation>{days} late</translation>
    </message>
    <message>
        <source>Niets dat nu aandacht vraagt.</source>
        <translation>Nothing needs attention now.</translation>
    </message>
    <message>
        <source>Wacht {days}, sinds {day}</source>
        <translation>Waiting {days}, since {day}</translation>
    </message>
</context>
<context>
    <name>Undoing</name>
    <message>
        <source>Open eerst een gezin. Daar staat wat er veranderde.</source>
        <translation>Open a family first. It shows what changed.</translation>
    </message>
    <message>
        <source>{family} · {what}</source>
        <translation>{family} · {what}</translation>
    </message>
    <message>
        <source>Terugdraaien</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Opnieuw</source>
        <translation>Redo</translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>Welkom terug</source>
        <translation>Welcome back</translation>
    </message>
    <message>
        <source>Typ je wachtwoord om je dossiers te openen. Internet is niet nodig.</source>
        <translation>Type your password to open your case files. You do not need internet.</translation>
    </message>
    <message>
        <source>Wachtwoord</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Openen</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Wachtwoord vergeten?</source>
        <translation>Forgotten your password?</translation>
    </message>
    <message>
        <source>Reservekopie terugzetten</source>
        <translation>Put a backup back</translation>
    </message>
    <message>
        <source>Je dossiers gaan open…</source>
        <translation>Opening your case files…</translation>
    </message>
    <message>
        <source>Herstel aanvragen</source>
        <translation>Ask for recovery</translation>
    </message>
    <message>
        <source>Je organisatie laat deze laptop wissen. Open hem nog één keer, met internet: dan wordt eerst verstuurd wat nog niet verstuurd was. Daarna gaan de dossiers hier weg; in de centrale blijven ze bestaan.</source>
        <translation>Your organisation is having this laptop wiped. Open it once more, with internet: what was not sent yet is sent first. Then the case files here go; at the centre they stay.</translation>
    </message>
    <message>
        <source>Typ eerst je wachtwoord.</source>
        <translation>Type your password first.</translation>
    </message>
</context>
<context>
    <name>VisitPanel</name>
    <message>
        <source>Bezoek toevoegen</source>
        <translation>Add a visit</translation>
    </message>
    <message>
        <source>Met wie?</source>
        <translation>With whom?</translation>
    </message>
    <message>
        <source>Typ een naam</source>
        <translation>Type a name</translation>
    </message>
    <message>
        <source>Hoe?</source>
        <translation>How?</translation>
    </message>
    <message>
        <source>Dag</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Tijd</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>Waar?</source>
        <translation>Where?</translation>
    </message>
    <message>
        <source>Waarvoor?</source>
        <translation>What for?</translation>
    </message>
    <message>
        <source>Tolk nodig? In welke taal?</source>
        <translation>Interpreter needed? In which language?</translation>
    </message>
    <message>
        <source>Leeg als er geen tolk nodig is.</source>
        <translation>Empty if no interpreter is needed.</translation>
    </message>
    <message>
        <source>De tolk is geregeld</source>
        <translation>The interpreter is arranged</translation>
    </message>
    <message>
        <source>Zet in mijn dag</source>
        <translation>Put in my day</translation>
    </message>
    <message>
        <source>Kies bij welk gezin dit bezoek hoort.</source>
        <translation>Choose which family this visit belongs to.</translation>
    </message>
    <message>
        <source>Kies een tijd, bijvoorbeeld 14:00.</source>
        <translation>Choose a time, for instance 14:00.</translation>
    </message>
    <message>
        <source>Kies een dag.</source>
        <translation>Choose a day.</translation>
    </message>
</context>
<context>
    <name>WhoForm</name>
    <message>
        <source>Voornaam</source>
        <translation>First name</translation>
    </message>
    <message>
        <source>Tussenvoegsel</source>
        <translation>Prefix (van, de)</translation>
    </message>
    <message>
        <source>Achternaam</source>
        <translation>Surname</translation>
    </message>
    <message>
        <source>Geboren</source>
        <translation>Born</translation>
    </message>
    <message>
        <source>Nog niet geboren</source>
        <translation>Not born yet</translation>
    </message>
    <message>
        <source>Geslacht</source>
        <translation>Gender</translation>
    </message>
    <message>
        <source>Krijgt hulp</source>
        <translation>Gets help</translation>
    </message>
    <message>
        <source>BSN</source>
        <translation>BSN (citizen service number)</translation>
    </message>
    <message>
        <source>Waarom geen BSN</source>
        <translation>Why there is no BSN</translation>
    </message>
    <message>
        <source>Spreekt</source>
        <translation>Speaks</translation>
    </message>
    <message>
        <source>bijv. Nederlands, Arabisch</source>
        <translation>e.g. Nederlands, Arabisch</translation>
    </message>
    <message>
        <source>Tolk nodig</source>
        <translation>Interpreter needed</translation>
    </message>
    <message>
        <source>Geen tolk</source>
        <translation>No interpreter</translation>
    </message>
    <message>
        <source>Overleden</source>
        <translation>Deceased</translation>
    </message>
    <message>
        <source>Overleden op</source>
        <translation>Died on</translation>
    </message>
    <message>
        <source>Uitgerekende datum</source>
        <translation>Due date</translation>
    </message>
    <message>
        <source>Nog niet gevraagd</source>
        <translation>Not asked yet</translation>
    </message>
</context>
<context>
    <name>WhyNotPage</name>
    <message>
        <source>Sluit dit venster</source>
        <translation>Close this window</translation>
    </message>
</context>
<context>
    <name>WipedPage</name>
    <message>
        <source>Deze laptop wordt gewist</source>
        <translation>This laptop is being wiped</translation>
    </message>
    <message>
        <source>Je organisatie heeft opdracht gegeven om de dossiers op deze laptop te wissen.</source>
        <translation>Your organisation has ordered the case files on this laptop to be wiped.</translation>
    </message>
    <message>
        <source>Ga verder met wissen</source>
        <translation>Go on wiping</translation>
    </message>
    <message>
        <source>Opnieuw aanmelden</source>
        <translation>Enrol again</translation>
    </message>
    <message>
        <source>De dossiers op deze laptop worden vernietigd…</source>
        <translation>The case files on this laptop are being destroyed…</translation>
    </message>
    <message>
        <source>Deze laptop is gewist</source>
        <translation>This laptop has been wiped</translation>
    </message>
    <message>
        <source>Alles wat je had geschreven, is eerst verstuurd en staat in de centrale. Op deze laptop is niets meer: geen dossiers, geen bijlagen, geen reservekopieën.</source>
        <translation>Everything you had written was sent first and is at the centre. Nothing is left on this laptop: no case files, no attachments, no backups.</translation>
    </message>
    <message>
        <source>Op deze laptop is niets meer: geen dossiers, geen bijlagen, geen reservekopieën. Wat eerder was verstuurd, staat in de centrale. Wat hier nog niet was verstuurd, is weg.</source>
        <translation>Nothing is left on this laptop: no case files, no attachments, no backups. What was sent before is at the centre. What had not been sent from here is gone.</translation>
    </message>
    <message>
        <source>Wil je op deze laptop weer werken, of verwachtte je dit niet? Bel je beheerder. Met een nieuwe code meld je de laptop opnieuw aan; je dossiers komen dan terug uit de centrale.</source>
        <translation>Do you want to work on this laptop again, or did you not expect this? Call your administrator. With a new code you enrol the laptop again; your case files then come back from the centre.</translation>
    </message>
    <message>
        <source>De sleutels zijn weg, dus niemand kan de dossiers nog openen. Een paar bestanden houdt het systeem nog vast. Sluit andere programma&apos;s en ga verder met wissen.</source>
        <translation>The keys are gone, so nobody can open the case files any more. The system still holds a few files. Close other programs and go on wiping.</translation>
    </message>
</context>
<context>
    <name>WorkersCard</name>
    <message>
        <source>Wie doet mee</source>
        <translation>Who is involved</translation>
    </message>
    <message>
        <source>Erbij halen</source>
        <translation>Bring in</translation>
    </message>
    <message>
        <source>De centrale bevestigt nog wie er meedoet.</source>
        <translation>The centre has yet to confirm who is involved.</translation>
    </message>
    <message>
        <source>Noodtoegang</source>
        <translation>Emergency access</translation>
    </message>
    <message>
        <source>Overdragen</source>
        <translation>Hand over</translation>
    </message>
    <message>
        <source>“{reason}” · tot {moment}</source>
        <translation>“{reason}” · until {moment}</translation>
    </message>
    <message>
        <source>tot en met {day}</source>
        <translation>up to and including {day}</translation>
    </message>
    <message>
        <source>{name} (jij)</source>
        <translation>{name} (you)</translation>
    </message>
</context>
<context>
    <name>_Promises</name>
    <message>
        <source>Het gezinsdossier van het wijkteam, ook aan de keukentafel.</source>
        <translation>The neighbourhood team’s family case file, at the kitchen table too.</translation>
    </message>
    <message>
        <source>Werkt zonder internet</source>
        <translation>Works without internet</translation>
    </message>
    <message>
        <source>Wat je schrijft wordt bewaard en later vanzelf verstuurd.</source>
        <translation>What you write is saved, and sent by itself later.</translation>
    </message>
    <message>
        <source>Veilig op deze laptop</source>
        <translation>Safe on this laptop</translation>
    </message>
    <message>
        <source>Alles staat versleuteld. Alleen jouw wachtwoord maakt het open.</source>
        <translation>Everything is encrypted. Only your password opens it.</translation>
    </message>
    <message>
        <source>Eén dossier, samen</source>
        <translation>One case file, together</translation>
    </message>
    <message>
        <source>Gezinnen vertellen hun verhaal één keer. Wie meedoet, ziet hetzelfde.</source>
        <translation>Families tell their story once. Everyone involved sees the same.</translation>
    </message>
</context>
<context>
    <name>attachments</name>
    <message>
        <source>De plek waar de foto is gemaakt, is eruit gehaald.</source>
        <translation>The place where the photo was taken has been removed from it.</translation>
    </message>
    <message>
        <source>De foto is omgezet naar JPEG, zodat elke collega hem kan zien.</source>
        <translation>The photo was converted to JPEG, so that every colleague can see it.</translation>
    </message>
    <message>
        <source>In deze PDF zit een programma; hier wordt dat niet uitgevoerd.</source>
        <translation>There is a program in this PDF; it is not run here.</translation>
    </message>
    <message>
        <source>van {name}</source>
        <translation>from {name}</translation>
    </message>
    <message>
        <source>over {names}</source>
        <translation>about {names}</translation>
    </message>
    <message>
        <source>nog niet gezegd van wie en over wie</source>
        <translation>not said yet from whom and about whom</translation>
    </message>
    <message>
        <source>toegevoegd {day}</source>
        <translation>added {day}</translation>
    </message>
    <message>
        <source>Afgeschermd voor {names}</source>
        <translation>Shielded from {names}</translation>
    </message>
    <message>
        <source>1 bladzijde</source>
        <translation>1 page</translation>
    </message>
    <message>
        <source>{count} bladzijden</source>
        <translation>{count} pages</translation>
    </message>
    <message>
        <source>toegevoegd {day} door {name}</source>
        <translation>added {day} by {name}</translation>
    </message>
</context>
<context>
    <name>audit</name>
    <message>
        <source>In de lijst van wie wat las en veranderde is regel {number} niet zoals hij geschreven werd. Je dossiers zijn bewaard en je kunt doorwerken. Bel je beheerder.</source>
        <translation>In the list of who read and changed what, line {number} is not as it was written. Your files are kept and you can go on working. Call your administrator.</translation>
    </message>
    <message>
        <source>In de lijst van wie wat las en veranderde ontbreken regels vanaf regel {number}. Je dossiers zijn bewaard en je kunt doorwerken. Bel je beheerder.</source>
        <translation>In the list of who read and changed what, lines are missing from line {number}. Your files are kept and you can go on working. Call your administrator.</translation>
    </message>
    <message>
        <source>Deze dossiers zijn ouder dan toen je ze het laatst sloot: er staat een eerdere kopie. Wat er nu staat is bewaard en je kunt doorwerken. Bel je beheerder.</source>
        <translation>These files are older than when you last closed them: an earlier copy is in their place. What is there now is kept and you can go on working. Call your administrator.</translation>
    </message>
    <message>
        <source>Deze dossiers zijn niet die waarmee je het laatst werkte: vanaf regel {number} staat er iets anders in de lijst van wie wat las en veranderde. Wat er nu staat is bewaard en je kunt doorwerken. Bel je beheerder.</source>
        <translation>These are not the files that you last worked with: from line {number} the list of who read and changed what says something else. What is there now is kept and you can go on working. Call your administrator.</translation>
    </message>
    <message>
        <source>De sleutelbos weet niet meer tot waar de lijst van wie wat las en veranderde was. De lijst zelf klopt met zichzelf. Je dossiers zijn bewaard en je kunt doorwerken. Bel je beheerder.</source>
        <translation>The keyring no longer knows how far the list of who read and changed what had come. The list itself is consistent. Your files are kept and you can go on working. Call your administrator.</translation>
    </message>
    <message>
        <source>In de lijst van wie wat las en veranderde is regel {number} niet meer die welke de centrale heeft bevestigd. Je dossiers zijn bewaard en je kunt doorwerken. Bel je beheerder.</source>
        <translation>In the list of who read and changed what, line {number} is no longer the one that the centre has confirmed. Your files are safe and you can go on working. Call your administrator.</translation>
    </message>
</context>
<context>
    <name>backups</name>
    <message>
        <source>Vanzelf gemaakt, elk uur</source>
        <translation>Made by itself, every hour</translation>
    </message>
    <message>
        <source>Bewaard van deze dag</source>
        <translation>Kept of this day</translation>
    </message>
    <message>
        <source>Bewaard van deze week</source>
        <translation>Kept of this week</translation>
    </message>
    <message>
        <source>Gemaakt vóór het bijwerken van het programma</source>
        <translation>Made before the program was updated</translation>
    </message>
    <message>
        <source>{day}, {time}</source>
        <translation>{day}, {time}</translation>
    </message>
    <message>
        <source>{kind} · {size}</source>
        <translation>{kind} · {size}</translation>
    </message>
    <message>
        <source>Op de plek van je dossiers staat een ander bestand. Het is niet aangeraakt.</source>
        <translation>Another file stands in the place of your case files. It has not been touched.</translation>
    </message>
    <message>
        <source>Het dossierbestand is beschadigd. Het is bewaard en er is niets gewist.</source>
        <translation>The case file store is damaged. It has been kept and nothing has been deleted.</translation>
    </message>
    <message>
        <source>Zet de reservekopie van {moment} terug of bel je beheerder.</source>
        <translation>Put back the backup of {moment} or call your administrator.</translation>
    </message>
    <message>
        <source>Er is geen reservekopie op deze laptop. Bel je beheerder.</source>
        <translation>There is no backup on this laptop. Call your administrator.</translation>
    </message>
</context>
<context>
    <name>families</name>
    <message>
        <source>Mijn gezinnen</source>
        <translation>My families</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Wachtlijst</source>
        <translation>Waiting list</translation>
    </message>
    <message>
        <source>Nazorg</source>
        <translation>Aftercare</translation>
    </message>
    <message>
        <source>Afgesloten</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Nog zonder naam</source>
        <translation>No name yet</translation>
    </message>
    <message>
        <source>{name} (op komst)</source>
        <translation>{name} (expected)</translation>
    </message>
    <message>
        <source>Crisis</source>
        <translation>Crisis</translation>
    </message>
    <message>
        <source>1 keuze</source>
        <translation>1 choice</translation>
    </message>
    <message>
        <source>{count} keuzes</source>
        <translation>{count} choices</translation>
    </message>
    <message>
        <source>Wacht {days}</source>
        <translation>Waiting {days}</translation>
    </message>
    <message>
        <source>Nog te versturen</source>
        <translation>To be sent</translation>
    </message>
    <message>
        <source>vandaag {time}</source>
        <translation>today {time}</translation>
    </message>
    <message>
        <source>Gezin</source>
        <translation>Family</translation>
    </message>
    <message>
        <source>Kinderen (leeftijd)</source>
        <translation>Children (age)</translation>
    </message>
    <message>
        <source>Fase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Laatste contact</source>
        <translation>Last contact</translation>
    </message>
    <message>
        <source>Volgende</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Let op</source>
        <translation>Please note</translation>
    </message>
</context>
<context>
    <name>fields</name>
    <message>
        <source>Gezin</source>
        <translation>Family</translation>
    </message>
    <message>
        <source>Betrokkene</source>
        <translation>Person involved</translation>
    </message>
    <message>
        <source>Persoon</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Huishouden</source>
        <translation>Household</translation>
    </message>
    <message>
        <source>Woonplek</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>Relatie</source>
        <translation>Relationship</translation>
    </message>
    <message>
        <source>Ouder en kind</source>
        <translation>Parent and child</translation>
    </message>
    <message>
        <source>Gezag</source>
        <translation>Parental authority</translation>
    </message>
    <message>
        <source>School</source>
        <translation>School</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Uitspraak</source>
        <translation>Statement</translation>
    </message>
    <message>
        <source>Doel</source>
        <translation>Goal</translation>
    </message>
    <message>
        <source>Afspraak</source>
        <translation>Agreement</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>Verslag</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Alinea</source>
        <translation>Paragraph</translation>
    </message>
    <message>
        <source>Bijlage</source>
        <translation>Attachment</translation>
    </message>
    <message>
        <source>Keuze</source>
        <translation>Choice</translation>
    </message>
    <message>
        <source>Gaat over</source>
        <translation>Is about</translation>
    </message>
    <message>
        <source>Toegevoegd door</source>
        <translation>Added by</translation>
    </message>
    <message>
        <source>Toegevoegd op</source>
        <translation>Added on</translation>
    </message>
    <message>
        <source>Vastgesteld op</source>
        <translation>Agreed on</translation>
    </message>
    <message>
        <source>Wanneer daar</source>
        <translation>When there</translation>
    </message>
    <message>
        <source>Wanneer</source>
        <translation>When</translation>
    </message>
    <message>
        <source>Schrijver</source>
        <translation>Author</translation>
    </message>
    <message>
        <source>Geboren</source>
        <translation>Born</translation>
    </message>
    <message>
        <source>Meerling</source>
        <translation>Twin or triplet</translation>
    </message>
    <message>
        <source>BSN</source>
        <translation>BSN (citizen service number)</translation>
    </message>
    <message>
        <source>Wie zegt het</source>
        <translation>Who says it</translation>
    </message>
    <message>
        <source>Nagekeken op</source>
        <translation>Checked on</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Child</translation>
    </message>
    <message>
        <source>Stem van het kind</source>
        <translation>The child’s voice</translation>
    </message>
    <message>
        <source>Deel van het dossier</source>
        <translation>Part of the case file</translation>
    </message>
    <message>
        <source>Delen van het dossier</source>
        <translation>Parts of the case file</translation>
    </message>
    <message>
        <source>Verbetert</source>
        <translation>Corrects</translation>
    </message>
    <message>
        <source>Crisis</source>
        <translation>Crisis</translation>
    </message>
    <message>
        <source>Datum</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Overleden</source>
        <translation>Deceased</translation>
    </message>
    <message>
        <source>Overleden op</source>
        <translation>Died on</translation>
    </message>
    <message>
        <source>Gedaan</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Gedaan op</source>
        <translation>Done on</translation>
    </message>
    <message>
        <source>Voor wanneer</source>
        <translation>By when</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Email</translation>
    </message>
    <message>
        <source>Hoe het eindigde</source>
        <translation>How it ended</translation>
    </message>
    <message>
        <source>Tot</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>Reden van de noodtoegang</source>
        <translation>Reason for emergency access</translation>
    </message>
    <message>
        <source>Noodtoegang tot</source>
        <translation>Emergency access until</translation>
    </message>
    <message>
        <source>Evaluatie op</source>
        <translation>Review on</translation>
    </message>
    <message>
        <source>Gestopt op</source>
        <translation>Stopped on</translation>
    </message>
    <message>
        <source>Waaruit het blijkt</source>
        <translation>How we know</translation>
    </message>
    <message>
        <source>Expertise</source>
        <translation>Expertise</translation>
    </message>
    <message>
        <source>Achternaam</source>
        <translation>Surname</translation>
    </message>
    <message>
        <source>Eerste contact</source>
        <translation>First contact</translation>
    </message>
    <message>
        <source>Wie</source>
        <translation>Who</translation>
    </message>
    <message>
        <source>Voor wie</source>
        <translation>For whom</translation>
    </message>
    <message>
        <source>Van wie</source>
        <translation>From whom</translation>
    </message>
    <message>
        <source>Geslacht</source>
        <translation>Gender</translation>
    </message>
    <message>
        <source>Krijgt hulp</source>
        <translation>Gets help</translation>
    </message>
    <message>
        <source>Voornaam</source>
        <translation>First name</translation>
    </message>
    <message>
        <source>Bij doel</source>
        <translation>Part of goal</translation>
    </message>
    <message>
        <source>Groep of klas</source>
        <translation>Group or class</translation>
    </message>
    <message>
        <source>Wie heeft het</source>
        <translation>Who has it</translation>
    </message>
    <message>
        <source>Instelling</source>
        <translation>Institution</translation>
    </message>
    <message>
        <source>Huisnummer</source>
        <translation>House number</translation>
    </message>
    <message>
        <source>Tussenvoegsel</source>
        <translation>Prefix (van, de)</translation>
    </message>
    <message>
        <source>Tolk</source>
        <translation>Interpreter</translation>
    </message>
    <message>
        <source>Tolk geregeld</source>
        <translation>Interpreter arranged</translation>
    </message>
    <message>
        <source>Soort</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Soort ouder</source>
        <translation>Kind of parent</translation>
    </message>
    <message>
        <source>Talen</source>
        <translation>Languages</translation>
    </message>
    <message>
        <source>Niveau</source>
        <translation>Level</translation>
    </message>
    <message>
        <source>Soort bestand</source>
        <translation>Kind of file</translation>
    </message>
    <message>
        <source>Mentor</source>
        <translation>Mentor</translation>
    </message>
    <message>
        <source>Minuten</source>
        <translation>Minutes</translation>
    </message>
    <message>
        <source>Gemeente</source>
        <translation>Municipality</translation>
    </message>
    <message>
        <source>Naam</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Wijk of buurt</source>
        <translation>District or neighbourhood</translation>
    </message>
    <message>
        <source>Waarom geen BSN</source>
        <translation>Why there is no BSN</translation>
    </message>
    <message>
        <source>Organisatie</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>Ook erbij</source>
        <translation>Also there</translation>
    </message>
    <message>
        <source>Bladzijden</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Ouder</source>
        <translation>Parent</translation>
    </message>
    <message>
        <source>Stem van de ouders</source>
        <translation>The parents’ voice</translation>
    </message>
    <message>
        <source>Wie erbij was</source>
        <translation>Who was there</translation>
    </message>
    <message>
        <source>Fase</source>
        <translation>Phase</translation>
    </message>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>Plaats</source>
        <translation>Town</translation>
    </message>
    <message>
        <source>Volgorde</source>
        <translation>Order</translation>
    </message>
    <message>
        <source>Postcode</source>
        <translation>Postcode</translation>
    </message>
    <message>
        <source>Waarvoor</source>
        <translation>What for</translation>
    </message>
    <message>
        <source>Waar gaat het om</source>
        <translation>What it is about</translation>
    </message>
    <message>
        <source>Wie zei het</source>
        <translation>Who said it</translation>
    </message>
    <message>
        <source>Gezegd op</source>
        <translation>Said on</translation>
    </message>
    <message>
        <source>Aangemeld op</source>
        <translation>Registered on</translation>
    </message>
    <message>
        <source>Opmerkingen</source>
        <translation>Remarks</translation>
    </message>
    <message>
        <source>Rol</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>Cijfer</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Cijfer van</source>
        <translation>Score given on</translation>
    </message>
    <message>
        <source>Met wie</source>
        <translation>With whom</translation>
    </message>
    <message>
        <source>Vingerafdruk van de inhoud</source>
        <translation>Fingerprint of the content</translation>
    </message>
    <message>
        <source>Waarom afgeschermd</source>
        <translation>Why shielded</translation>
    </message>
    <message>
        <source>Afgeschermd voor</source>
        <translation>Shielded from</translation>
    </message>
    <message>
        <source>Ondertekend</source>
        <translation>Signed</translation>
    </message>
    <message>
        <source>Ondertekend door</source>
        <translation>Signed by</translation>
    </message>
    <message>
        <source>Vingerafdruk</source>
        <translation>Fingerprint</translation>
    </message>
    <message>
        <source>Ondertekende tekst</source>
        <translation>Signed text</translation>
    </message>
    <message>
        <source>Code van de school</source>
        <translation>Code of the school</translation>
    </message>
    <message>
        <source>Grootte</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>Bron</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Bron van</source>
        <translation>Source dated</translation>
    </message>
    <message>
        <source>Hoe het nu is</source>
        <translation>How it is now</translation>
    </message>
    <message>
        <source>Vanaf</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Stand</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Straat</source>
        <translation>Street</translation>
    </message>
    <message>
        <source>Korte samenvatting</source>
        <translation>Short summary</translation>
    </message>
    <message>
        <source>Intern begeleider</source>
        <translation>Support coordinator (IB’er)</translation>
    </message>
    <message>
        <source>Waar het heen gaat</source>
        <translation>Where it is heading</translation>
    </message>
    <message>
        <source>Tekst</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Titel</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>Nog niet geboren</source>
        <translation>Not born yet</translation>
    </message>
    <message>
        <source>Versie</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Wacht</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Wat</source>
        <translation>What</translation>
    </message>
    <message>
        <source>Wie doet het</source>
        <translation>Who will do it</translation>
    </message>
    <message>
        <source>Ingetrokken</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>Collega</source>
        <translation>Colleague</translation>
    </message>
    <message>
        <source>Opmerkingen voor collega&apos;s</source>
        <translation>Remarks for colleagues</translation>
    </message>
    <message>
        <source>Leefwereld</source>
        <translation>Part of life</translation>
    </message>
    <message>
        <source>Naam van het huishouden</source>
        <translation>Name of the household</translation>
    </message>
    <message>
        <source>Ja</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>Nee</source>
        <translation>No</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>Iemand uit dit gezin</source>
        <translation>Someone in this family</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>Bewaard als {name}. Dit bestand is leesbaar voor iedereen die erbij kan. Bewaar het op een veilige plek.</source>
        <translation>Kept as {name}. Anybody who can get at this file can read it. Keep it in a safe place.</translation>
    </message>
    <message>
        <source>Het bestand is niet bewaard: er is daar geen ruimte meer. In het dossier is alles veilig. Maak ruimte vrij of kies een andere plek.</source>
        <translation>The file was not kept: there is no room left there. Everything in the case file is safe. Make room or choose another place.</translation>
    </message>
</context>
<context>
    <name>history</name>
    <message>
        <source>Toegevoegd</source>
        <translation>Added</translation>
    </message>
    <message>
        <source>Verplaatst in de volgorde</source>
        <translation>Moved in the order</translation>
    </message>
    <message>
        <source>Ingetrokken</source>
        <translation>Withdrawn</translation>
    </message>
    <message>
        <source>Teruggezet</source>
        <translation>Put back</translation>
    </message>
    <message>
        <source>Apart gezet: een collega had dit ook veranderd</source>
        <translation>Set apart: a colleague had changed this too</translation>
    </message>
    <message>
        <source>Gekozen</source>
        <translation>Chosen</translation>
    </message>
    <message>
        <source>Gekozen: wat er stond, blijft gelden</source>
        <translation>Chosen: what was there still stands</translation>
    </message>
    <message>
        <source>Gekozen: wat apart stond, geldt nu</source>
        <translation>Chosen: what was set apart stands now</translation>
    </message>
    <message>
        <source>Gekozen: er geldt iets nieuws</source>
        <translation>Chosen: something new stands</translation>
    </message>
    <message>
        <source>{field}, niet gekozen, van {name}</source>
        <translation>{field}, not chosen, by {name}</translation>
    </message>
    <message>
        <source>{field}, niet gekozen</source>
        <translation>{field}, not chosen</translation>
    </message>
    <message>
        <source>{name} (jij)</source>
        <translation>{name} (you)</translation>
    </message>
    <message>
        <source>Iemand</source>
        <translation>Somebody</translation>
    </message>
    <message>
        <source>deze laptop</source>
        <translation>this laptop</translation>
    </message>
    <message>
        <source>een andere laptop</source>
        <translation>another laptop</translation>
    </message>
    <message>
        <source>Teruggedraaid: {field} · {what}</source>
        <translation>Undone: {field} · {what}</translation>
    </message>
    <message>
        <source>Opnieuw gedaan: {field} · {what}</source>
        <translation>Redone: {field} · {what}</translation>
    </message>
    <message>
        <source>Teruggedraaid: {what}</source>
        <translation>Undone: {what}</translation>
    </message>
    <message>
        <source>Opnieuw gedaan: {what}</source>
        <translation>Redone: {what}</translation>
    </message>
    <message>
        <source>Teruggedraaid: {what}, en {count} dingen daarbij</source>
        <translation>Undone: {what}, and {count} things with it</translation>
    </message>
    <message>
        <source>Opnieuw gedaan: {what}, en {count} dingen daarbij</source>
        <translation>Redone: {what}, and {count} things with it</translation>
    </message>
    <message>
        <source>Toevoegen teruggedraaid: {what} is ingetrokken</source>
        <translation>Adding undone: {what} has been withdrawn</translation>
    </message>
    <message>
        <source>Opnieuw ingetrokken: {what}</source>
        <translation>Withdrawn again: {what}</translation>
    </message>
    <message>
        <source>Intrekken teruggedraaid: {what} is terug</source>
        <translation>Withdrawing undone: {what} is back</translation>
    </message>
    <message>
        <source>Opnieuw toegevoegd: {what}</source>
        <translation>Added again: {what}</translation>
    </message>
</context>
<context>
    <name>households</name>
    <message>
        <source>Bij {names}</source>
        <translation>With {names}</translation>
    </message>
    <message>
        <source>Nieuw huishouden</source>
        <translation>New household</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Nieuwer dan dit programma</source>
        <translation>Newer than this program</translation>
    </message>
    <message>
        <source>Dit is gemaakt met een nieuwere versie van MVS Desktop. Het is bewaard zoals het binnenkwam. Werk het programma bij om het te lezen.</source>
        <translation>This was made with a newer version of MVS Desktop. It is kept as it came in. Update the program to read it.</translation>
    </message>
    <message>
        <source>Inloggen is niet gelukt</source>
        <translation>Signing in did not succeed</translation>
    </message>
    <message>
        <source>Het inloggen is in je browser gestopt of duurde te lang. Er is niets aangemaakt en wat je invulde blijft staan. Probeer het opnieuw, of gebruik een code.</source>
        <translation>Signing in was stopped in your browser, or took too long. Nothing was made, and what you filled in stays. Try again, or use a code.</translation>
    </message>
    <message>
        <source>Inloggen gestopt</source>
        <translation>Signing in stopped</translation>
    </message>
    <message>
        <source>Je bent gestopt met inloggen. Er is niets aangemaakt en wat je invulde blijft staan. Het venster in je browser kun je sluiten.</source>
        <translation>You stopped signing in. Nothing was made, and what you filled in stays. You can close the window in your browser.</translation>
    </message>
    <message>
        <source>Account nog niet gekoppeld</source>
        <translation>Account not linked yet</translation>
    </message>
    <message>
        <source>Inloggen is gelukt, maar de centrale weet nog niet dat dit account van jou is. Er is niets aangemaakt. Vraag je beheerder om je werkaccount te koppelen, of om een code.</source>
        <translation>You signed in, but the centre does not know yet that this account is yours. Nothing was made. Ask your administrator to link your work account, or for a code.</translation>
    </message>
    <message>
        <source>Inloggen kan nu niet</source>
        <translation>Signing in is not possible now</translation>
    </message>
    <message>
        <source>De aanmelddienst van je organisatie antwoordt niet. Er is niets aangemaakt en wat je invulde blijft staan. Probeer het later opnieuw, of gebruik een code.</source>
        <translation>Your organisation&apos;s sign-in service does not answer. Nothing was made, and what you filled in stays. Try again later, or use a code.</translation>
    </message>
    <message>
        <source>Deze laptop wordt gewist</source>
        <translation>This laptop is being wiped</translation>
    </message>
    <message>
        <source>Je organisatie heeft opdracht gegeven om de dossiers op deze laptop te wissen. Wat in de centrale staat, blijft bestaan. Bel je beheerder als je dit niet verwachtte.</source>
        <translation>Your organisation has ordered the case files on this laptop to be wiped. What is at the centre stays. Call your administrator if you did not expect this.</translation>
    </message>
    <message>
        <source>Nog op slot</source>
        <translation>Still locked</translation>
    </message>
    <message>
        <source>Dit wachtwoord klopt niet. Je dossiers zijn veilig. Probeer het opnieuw of vraag je beheerder om herstel.</source>
        <translation>This password is not right. Your case files are safe. Try again, or ask your administrator for recovery.</translation>
    </message>
    <message>
        <source>Kies een sterker wachtwoord</source>
        <translation>Choose a stronger password</translation>
    </message>
    <message>
        <source>Dit wachtwoord is te makkelijk te raden. Er is nog niets veranderd. Maak het langer, bijvoorbeeld met vier woorden die niet bij elkaar horen.</source>
        <translation>This password is too easy to guess. Nothing has changed yet. Make it longer, for instance with four words that do not belong together.</translation>
    </message>
    <message>
        <source>Geen veilige sleutelbos</source>
        <translation>No safe keyring</translation>
    </message>
    <message>
        <source>Deze laptop heeft geen sleutelbos die we vertrouwen. Er is niets aangemaakt of veranderd, en je dossiers blijven versleuteld. Vraag je beheerder om de sleutelbos van het systeem aan te zetten.</source>
        <translation>This laptop has no keyring that we trust. Nothing has been made or changed, and your case files stay encrypted. Ask your administrator to switch on the system’s keyring.</translation>
    </message>
    <message>
        <source>De sleutel van deze laptop ontbreekt</source>
        <translation>The key of this laptop is missing</translation>
    </message>
    <message>
        <source>De sleutelbos van deze laptop mist de sleutel van je dossiers. Je dossiers zijn veilig en blijven bewaard. Vraag je beheerder om herstel.</source>
        <translation>The keyring of this laptop lacks the key to your case files. Your case files are safe and stay where they are. Ask your administrator for recovery.</translation>
    </message>
    <message>
        <source>Alleen nog open via herstel</source>
        <translation>Opens through recovery only</translation>
    </message>
    <message>
        <source>Er is tien keer een verkeerd wachtwoord getypt. Je dossiers zijn veilig, ook wat nog niet is verstuurd. Twee sleutelbeheerders kunnen deze laptop weer openen: maak een aanvraag en neem contact op met je beheerder.</source>
        <translation>A wrong password was typed ten times. Your case files are safe, also what was not sent yet. Two key officers can open this laptop again: make a request and contact your administrator.</translation>
    </message>
    <message>
        <source>Herstel kan hier niet</source>
        <translation>Recovery is not possible here</translation>
    </message>
    <message>
        <source>Deze laptop heeft nog geen herstelsleutel van je organisatie gekregen. Je dossiers blijven versleuteld bewaard. Bel je beheerder.</source>
        <translation>This laptop has not been given a recovery key of your organisation yet. Your case files stay here, encrypted. Call your administrator.</translation>
    </message>
    <message>
        <source>Dit antwoord hoort hier niet bij</source>
        <translation>This answer does not belong here</translation>
    </message>
    <message>
        <source>Dit bestand is geen antwoord op de aanvraag van deze laptop, of het is veranderd. Er is niets aangepast en je dossiers zijn veilig. Kijk of je het nieuwste antwoord hebt, of stuur de aanvraag opnieuw.</source>
        <translation>This file is not an answer to the request of this laptop, or it was changed. Nothing was altered and your case files are safe. Check that you have the latest answer, or send the request again.</translation>
    </message>
    <message>
        <source>Niet opgeslagen</source>
        <translation>Not saved</translation>
    </message>
    <message>
        <source>Op deze plek kan het bestand niet worden opgeslagen. De aanvraag is er nog. Kies een andere plek.</source>
        <translation>The file cannot be saved in this place. The request is still there. Choose another place.</translation>
    </message>
    <message>
        <source>Dit bestand gaat niet open</source>
        <translation>This file does not open</translation>
    </message>
    <message>
        <source>Dit bestand is niet te lezen. Er is niets veranderd. Zet het op deze laptop en probeer het opnieuw.</source>
        <translation>This file cannot be read. Nothing has changed. Put it on this laptop and try again.</translation>
    </message>
    <message>
        <source>Deze herstelsleutel vertrouwen we niet</source>
        <translation>We do not trust this recovery key</translation>
    </message>
    <message>
        <source>De centrale geeft een herstelsleutel die niet van je organisatie is. Hij wordt niet gebruikt en je dossiers zijn veilig. Bel je beheerder.</source>
        <translation>The centre offers a recovery key that is not your organisation’s. It is not used and your case files are safe. Call your administrator.</translation>
    </message>
    <message>
        <source>Geen toegang tot het sleutelbestand</source>
        <translation>No access to the key file</translation>
    </message>
    <message>
        <source>Deze laptop laat MVS Desktop niet bij het bestand met de sleutels. Er is niets veranderd of gewist. Vraag je beheerder om je rechten op de map, en start opnieuw.</source>
        <translation>This laptop does not let MVS Desktop read the file with the keys. Nothing was changed or erased. Ask your administrator for your rights on the folder, and start again.</translation>
    </message>
    <message>
        <source>Hier staan al dossiers</source>
        <translation>There are case files here already</translation>
    </message>
    <message>
        <source>Op deze laptop staan al dossiers. Ze zijn niet aangeraakt. Start opnieuw en open ze met je wachtwoord, of vraag je beheerder om hulp.</source>
        <translation>There are case files on this laptop already. They have not been touched. Start again and open them with your password, or ask your administrator for help.</translation>
    </message>
    <message>
        <source>De map voor je dossiers werkt niet</source>
        <translation>The folder for your case files does not work</translation>
    </message>
    <message>
        <source>MVS Desktop kan niet schrijven in de map voor je dossiers. Er is niets aangemaakt of veranderd. Vraag je beheerder om je rechten op die map, en start opnieuw.</source>
        <translation>MVS Desktop cannot write in the folder for your case files. Nothing has been made or changed. Ask your administrator for rights on that folder, and start again.</translation>
    </message>
    <message>
        <source>Dit zijn geen dossiers van MVS Desktop</source>
        <translation>These are not MVS Desktop case files</translation>
    </message>
    <message>
        <source>Op de plek van je dossiers staat een ander bestand. Het is niet aangeraakt. Zet de reservekopie terug of bel je beheerder.</source>
        <translation>Another file is in the place of your case files. It has not been touched. Put the backup back or call your administrator.</translation>
    </message>
    <message>
        <source>Het dossierbestand is beschadigd</source>
        <translation>The file with your cases is damaged</translation>
    </message>
    <message>
        <source>Het dossierbestand is beschadigd. Het is bewaard en er is niets gewist. Zet op het beginscherm een reservekopie terug of bel je beheerder.</source>
        <translation>The case file store is damaged. It has been kept and nothing has been deleted. Put a backup back on the start screen or call your administrator.</translation>
    </message>
    <message>
        <source>Eerst bijwerken</source>
        <translation>Update first</translation>
    </message>
    <message>
        <source>Je dossiers zijn gemaakt met een nieuwere versie van MVS Desktop. Ze zijn niet aangeraakt. Werk het programma bij en open ze dan.</source>
        <translation>Your case files were made with a newer version of MVS Desktop. They have not been touched. Update the program and then open them.</translation>
    </message>
    <message>
        <source>Al open in een ander venster</source>
        <translation>Already open in another window</translation>
    </message>
    <message>
        <source>Je dossiers zijn al open in een ander venster van MVS Desktop. Daar is alles bewaard. Werk daar verder, of sluit dat venster en probeer het opnieuw.</source>
        <translation>Your case files are already open in another MVS Desktop window. Everything is saved there. Carry on there, or close that window and try again.</translation>
    </message>
    <message>
        <source>De schijf is vol</source>
        <translation>The disk is full</translation>
    </message>
    <message>
        <source>De schijf van deze laptop is vol. Wat eerder is bewaard, is veilig; je laatste wijziging nog niet. Maak ruimte vrij en laat dit scherm open: daarna wordt alles bewaard.</source>
        <translation>The disk of this laptop is full. What was saved before is safe; your last change is not yet. Make room and leave this screen open: everything will then be saved.</translation>
    </message>
    <message>
        <source>De schijf geeft een storing</source>
        <translation>The disk is failing</translation>
    </message>
    <message>
        <source>De schijf van deze laptop kan niet beloven dat je laatste wijziging blijft. Wat eerder is bewaard, is veilig. Laat dit scherm open: het wordt opnieuw geprobeerd. Blijft dit, bel dan je beheerder.</source>
        <translation>The disk of this laptop cannot promise to keep your last change. What was saved before is safe. Leave this screen open: it will be tried again. If this goes on, call your administrator.</translation>
    </message>
    <message>
        <source>Te weinig ruimte voor een veilige kopie</source>
        <translation>Too little room for a safe copy</translation>
    </message>
    <message>
        <source>Voordat dit kan, maakt MVS Desktop een kopie van je dossiers. Daar is op de schijf van deze laptop geen ruimte voor. Er is niets veranderd en alles is bewaard. Maak ruimte vrij en probeer het opnieuw.</source>
        <translation>Before this can happen, MVS Desktop makes a copy of your files. There is no room for it on the disk of this laptop. Nothing was changed and everything is saved. Free some room and try again.</translation>
    </message>
    <message>
        <source>Deze reservekopie is er niet meer</source>
        <translation>This backup is no longer there</translation>
    </message>
    <message>
        <source>Er is intussen een nieuwere gemaakt of ze is verwijderd. Er is niets veranderd. Kies een andere.</source>
        <translation>A newer one has been made meanwhile, or it was removed. Nothing was changed. Choose another one.</translation>
    </message>
    <message>
        <source>Deze reservekopie is beschadigd</source>
        <translation>This backup is damaged</translation>
    </message>
    <message>
        <source>Ze is niet helemaal te lezen. Er is niets veranderd: je dossiers en de andere reservekopieën zijn zoals ze waren. Kies een andere of bel je beheerder.</source>
        <translation>It cannot be read completely. Nothing was changed: your files and the other backups are as they were. Choose another one or call your administrator.</translation>
    </message>
    <message>
        <source>Daar kan het niet worden opgeslagen</source>
        <translation>It cannot be saved there</translation>
    </message>
    <message>
        <source>Op die plek mag MVS Desktop geen bestand maken. Je dossiers zijn veilig. Kies een andere map.</source>
        <translation>MVS Desktop may not make a file in that place. Your files are safe. Choose another folder.</translation>
    </message>
    <message>
        <source>Nu alleen lezen en verslagen schrijven</source>
        <translation>Only reading and writing notes for now</translation>
    </message>
    <message>
        <source>Deze laptop had te lang geen contact met de centrale, dus deze wijziging is niet bewaard. Alles wat er al stond is veilig. Lezen en nieuwe verslagen schrijven kan. Maak verbinding, dan kan alles weer.</source>
        <translation>This laptop has had no contact with the centre for too long, so this change is not saved. All that was there is safe. You can read and write new notes. Connect, and everything is possible again.</translation>
    </message>
    <message>
        <source>Op slot tot er contact is</source>
        <translation>Locked until there is contact</translation>
    </message>
    <message>
        <source>Deze laptop had te lang geen contact met de centrale. Alles is bewaard. Maak verbinding; daarna gaat alles weer open.</source>
        <translation>This laptop has had no contact with the centre for too long. Everything is saved. Connect, and everything opens again.</translation>
    </message>
    <message>
        <source>Er is al gekozen</source>
        <translation>Already chosen</translation>
    </message>
    <message>
        <source>Een collega heeft hier net al gekozen. Er is niets veranderd. Beide teksten staan in de geschiedenis van het gezin.</source>
        <translation>A colleague has just chosen here. Nothing was changed. Both texts are in the history of the family.</translation>
    </message>
    <message>
        <source>Net veranderd</source>
        <translation>Just changed</translation>
    </message>
    <message>
        <source>Een van de teksten is net veranderd. Er is nog niets gekozen en alles is bewaard. Lees ze nog eens en kies dan.</source>
        <translation>One of the texts has just changed. Nothing was chosen yet and everything is kept. Read them again, then choose.</translation>
    </message>
    <message>
        <source>Niet meer op deze laptop</source>
        <translation>No longer on this laptop</translation>
    </message>
    <message>
        <source>Dit staat niet of niet meer op deze laptop. Al het andere is bewaard. Haal op wat er nieuw is, of vraag de casusregisseur.</source>
        <translation>This is not, or no longer, on this laptop. Everything else is kept. Fetch what is new, or ask the case lead.</translation>
    </message>
    <message>
        <source>Al ondertekend</source>
        <translation>Already signed</translation>
    </message>
    <message>
        <source>Dit verslag is ondertekend en blijft zoals het is. Er is niets veranderd. Verbeteren kan met een nieuwe versie; de eerste blijft bewaard.</source>
        <translation>This note is signed and stays as it is. Nothing has changed. You can correct it with a new version; the first is kept.</translation>
    </message>
    <message>
        <source>Niets om terug te draaien</source>
        <translation>Nothing to undo</translation>
    </message>
    <message>
        <source>Er is niets van het laatste etmaal dat je terug kunt draaien of opnieuw kunt doen. Wat eerder veranderde, staat in de geschiedenis (Ctrl+H).</source>
        <translation>There is nothing from the last 24 hours that you can undo or redo. What changed before that is in the history (Ctrl+H).</translation>
    </message>
    <message>
        <source>Niet teruggedraaid</source>
        <translation>Not undone</translation>
    </message>
    <message>
        <source>Dit is daarna nog veranderd of gebruikt, dus er is niets teruggedraaid. Bekijk de geschiedenis (Ctrl+H), of pas het met de hand aan.</source>
        <translation>This was changed or used after that, so nothing was undone. Look at the history (Ctrl+H), or change it by hand.</translation>
    </message>
    <message>
        <source>Een lijst ontbreekt</source>
        <translation>A list is missing</translation>
    </message>
    <message>
        <source>Een lijst van scholen, wijken of talen is niet te lezen. Je dossiers zijn veilig. Vul het met de hand in, en vraag je beheerder om het programma opnieuw te installeren.</source>
        <translation>A list of schools, neighbourhoods or languages cannot be read. Your case files are safe. Fill it in by hand, and ask your administrator to install the program again.</translation>
    </message>
    <message>
        <source>Geen verbinding</source>
        <translation>No connection</translation>
    </message>
    <message>
        <source>Geen verbinding. Werk gewoon door: alles wordt bewaard en later vanzelf verstuurd.</source>
        <translation>No connection. Just carry on: everything is saved and sent by itself later.</translation>
    </message>
    <message>
        <source>De centrale laat deze laptop niet toe</source>
        <translation>The centre does not admit this laptop</translation>
    </message>
    <message>
        <source>De centrale laat deze laptop niet toe. Wat je schrijft, blijft hier bewaard en wordt nog niet verstuurd. Bel je beheerder.</source>
        <translation>The centre does not admit this laptop. What you write is kept here and is not sent yet. Call your administrator.</translation>
    </message>
    <message>
        <source>Geen antwoord van de centrale</source>
        <translation>No answer from the centre</translation>
    </message>
    <message>
        <source>Er kwam een antwoord dat niet van de centrale lijkt te komen. Er is niets veranderd en alles is bewaard. Kijk of je op het goede netwerk zit; soms vraagt wifi eerst om inloggen.</source>
        <translation>The answer we got does not seem to come from the centre. Nothing has changed and everything is saved. Check that you are on the right network; sometimes Wi-Fi asks you to log in first.</translation>
    </message>
    <message>
        <source>Vandaag niet meer</source>
        <translation>Not any more today</translation>
    </message>
    <message>
        <source>Je hebt vandaag al drie laptops gemeld. Aan deze is niets veranderd. Is er meer aan de hand, bel dan meteen je beheerder.</source>
        <translation>You have already reported three laptops today. Nothing was changed for this one. If there is more going on, call your administrator right away.</translation>
    </message>
    <message>
        <source>Niet alles kwam erdoor</source>
        <translation>Not everything got through</translation>
    </message>
    <message>
        <source>Iets op het netwerk houdt grote berichten tegen voordat ze bij de centrale zijn. De rest is verstuurd; dit staat nog veilig op deze laptop en gaat later vanzelf mee. Probeer een ander netwerk, of vraag je beheerder om grotere berichten naar de centrale door te laten.</source>
        <translation>Something on the network stops large messages before they reach the centre. The rest has been sent; this is still safe on this laptop and will go by itself later. Try another network, or ask your administrator to let larger messages through to the centre.</translation>
    </message>
    <message>
        <source>Bijlagen wachten nog</source>
        <translation>Attachments are still waiting</translation>
    </message>
    <message>
        <source>De centrale heeft nu geen plek voor een of meer bijlagen. Ze staan veilig op deze laptop en gaan later vanzelf mee; de rest is verstuurd. Bel je beheerder als dat morgen nog niet zo is.</source>
        <translation>The centre has no room for one or more attachments now. They are safe on this laptop and will go by themselves later; the rest has been sent. Call your administrator if that has not happened by tomorrow.</translation>
    </message>
    <message>
        <source>De centrale vraagt om een nieuwere versie van MVS Desktop. Alles is hier bewaard. Werk het programma bij; daarna wordt het vanzelf verstuurd.</source>
        <translation>The centre asks for a newer version of MVS Desktop. Everything is saved here. Update the program; it will then be sent by itself.</translation>
    </message>
    <message>
        <source>De centrale is nog niet bijgewerkt</source>
        <translation>The centre is not up to date yet</translation>
    </message>
    <message>
        <source>Het programma op deze laptop is nieuwer dan de centrale. Alles is hier bewaard en wordt vanzelf verstuurd zodra de centrale is bijgewerkt. Bel je beheerder als dat morgen nog niet zo is.</source>
        <translation>The program on this laptop is newer than the centre. Everything is saved here and will be sent by itself once the centre is updated. Call your administrator if that is not so by tomorrow.</translation>
    </message>
    <message>
        <source>Deze code werkt niet</source>
        <translation>This code does not work</translation>
    </message>
    <message>
        <source>De centrale kent deze code niet, of hij is al gebruikt of te oud. Er is niets aangemaakt. Kijk of alle tekens kloppen, of vraag je beheerder om een nieuwe code.</source>
        <translation>The centre does not know this code, or it has been used already or is too old. Nothing has been made. Check that every character is right, or ask your administrator for a new code.</translation>
    </message>
    <message>
        <source>Even wachten met aanmelden</source>
        <translation>Wait a little before enrolling</translation>
    </message>
    <message>
        <source>Vanaf dit netwerk mislukte het aanmelden te vaak. Er is niets aangemaakt en je code blijft bruikbaar. Wacht een kwartier en probeer het dan opnieuw.</source>
        <translation>Enrolling failed too often from this network. Nothing has been made and your code can still be used. Wait a quarter of an hour, then try again.</translation>
    </message>
    <message>
        <source>Van een andere medewerker</source>
        <translation>Another worker&apos;s</translation>
    </message>
    <message>
        <source>Dit is van een andere medewerker. Er is niets veranderd en alles is bewaard. Log in met je eigen werkaccount, of vraag je beheerder om een code op jouw naam.</source>
        <translation>This is another worker&apos;s. Nothing was changed and everything is kept. Sign in with your own work account, or ask your administrator for a code in your name.</translation>
    </message>
    <message>
        <source>Dit adres werkt niet</source>
        <translation>This address does not work</translation>
    </message>
    <message>
        <source>Het adres van de centrale begint met https://. Er is niets verstuurd. Kijk het adres na of vraag het je beheerder.</source>
        <translation>The address of the centre starts with https://. Nothing has been sent. Check the address or ask your administrator.</translation>
    </message>
    <message>
        <source>Dit wachtwoord klopt niet. Je dossiers zijn veilig. Probeer het over {count} seconden opnieuw of vraag je beheerder om herstel.</source>
        <translation>This password is not right. Your case files are safe. Try again in {count} seconds, or ask your administrator for recovery.</translation>
    </message>
    <message>
        <source>Dit wachtwoord klopt niet. Je dossiers zijn veilig. Probeer het over 1 seconde opnieuw of vraag je beheerder om herstel.</source>
        <translation>This password is not right. Your case files are safe. Try again in 1 second, or ask your administrator for recovery.</translation>
    </message>
    <message>
        <source>Dit wachtwoord klopt niet. Je dossiers zijn veilig. Probeer het over {count} minuten opnieuw of vraag je beheerder om herstel.</source>
        <translation>This password is not right. Your case files are safe. Try again in {count} minutes, or ask your administrator for recovery.</translation>
    </message>
    <message>
        <source>{who} heeft dit daarna veranderd of gebruikt, dus er is niets teruggedraaid. Bekijk de geschiedenis (Ctrl+H), of pas het met de hand aan.</source>
        <translation>{who} changed or used this after that, so nothing was undone. Look at the history (Ctrl+H), or change it by hand.</translation>
    </message>
    <message>
        <source>Deze stap draai je niet met een toets terug. Er is niets veranderd. Bekijk de geschiedenis (Ctrl+H), of pas het met de hand aan.</source>
        <translation>This step cannot be undone with a key. Nothing has changed. Look at the history (Ctrl+H), or change it by hand.</translation>
    </message>
    <message>
        <source>Er ging iets mis</source>
        <translation>Something went wrong</translation>
    </message>
    <message>
        <source>Er ging iets mis in het programma (code {code}). Je werk is bewaard. Start opnieuw; je komt terug waar je was.</source>
        <translation>Something went wrong in the program (code {code}). Your work is saved. Start again; you will come back where you were.</translation>
    </message>
    <message>
        <source>Dit BSN klopt niet. Kijk het na of laat het leeg; je kunt zonder verder.</source>
        <translation>This BSN is not right. Check it or leave it empty; you can go on without it.</translation>
    </message>
    <message>
        <source>Iemand anders in dit gezin heeft hetzelfde BSN. Kijk na bij wie het hoort.</source>
        <translation>Someone else in this family has the same BSN. Check whose it is.</translation>
    </message>
    <message>
        <source>Deze geboortedatum ligt nog voor ons. Kijk het jaar na, of kies “nog niet geboren”.</source>
        <translation>This birth date is still to come. Check the year, or choose “not born yet”.</translation>
    </message>
    <message>
        <source>Het plan begint eerder dan de geboorte van een kind dat hulp krijgt. Kijk beide datums na; je kunt zo verder.</source>
        <translation>The plan starts before a child who gets help was born. Check both dates; you can carry on as it is.</translation>
    </message>
    <message>
        <source>De verwachte datum is ruim voorbij. Is het kind geboren? Vul dan de geboortedatum in.</source>
        <translation>The due date is well past. Has the child been born? Then fill in the birth date.</translation>
    </message>
    <message>
        <source>De datum van overlijden ligt vóór de geboorte. Kijk beide datums na.</source>
        <translation>The date of death is before the birth. Check both dates.</translation>
    </message>
    <message>
        <source>Ouder is jonger dan het kind. Klopt dat?</source>
        <translation>Parent is younger than the child. Is that right?</translation>
    </message>
    <message>
        <source>Dit is twee keer dezelfde persoon. Kies iemand anders.</source>
        <translation>This is the same person twice. Choose someone else.</translation>
    </message>
    <message>
        <source>Deze datum ligt vóór het begin. Kijk beide datums na.</source>
        <translation>This date is before the start. Check both dates.</translation>
    </message>
    <message>
        <source>De evaluatie ligt vóór het begin van het plan. Kijk beide datums na.</source>
        <translation>The review is before the start of the plan. Check both dates.</translation>
    </message>
    <message>
        <source>Deze dag moet nog komen. Kies vandaag of een dag die voorbij is.</source>
        <translation>This day is still to come. Choose today or a day that has passed.</translation>
    </message>
    <message>
        <source>Op deze dag was het kind nog niet geboren. Kijk de datum na.</source>
        <translation>The child was not born yet on this day. Check the date.</translation>
    </message>
    <message>
        <source>Nog niet bekend welke instelling de voogdij heeft. Vul de naam in zodra je die weet.</source>
        <translation>Not known yet which institution has guardianship. Fill in the name as soon as you know it.</translation>
    </message>
    <message>
        <source>Moeder is jonger dan haar kind. Klopt dat?</source>
        <translation>Mother is younger than her child. Is that right?</translation>
    </message>
    <message>
        <source>Vader is jonger dan zijn kind. Klopt dat?</source>
        <translation>Father is younger than his child. Is that right?</translation>
    </message>
    <message>
        <source>Dit is niet als datum te lezen. Schrijf bijvoorbeeld 4-3-2016, maart 2016 of 2016. Wat je typte blijft staan.</source>
        <translation>This cannot be read as a date. Write it as 4-3-2016, March 2016 or 2016, for instance. What you typed is still there.</translation>
    </message>
    <message>
        <source>Deze dag bestaat niet. Kijk de dag en de maand na. Wat je typte blijft staan.</source>
        <translation>There is no such day. Check the day and the month. What you typed is still there.</translation>
    </message>
    <message>
        <source>Deze maand bestaat niet. Schrijf eerst de dag en dan de maand, zoals 4-3-2016. Wat je typte blijft staan.</source>
        <translation>There is no such month. Write the day first and then the month, such as 4-3-2016. What you typed is still there.</translation>
    </message>
    <message>
        <source>Dit jaar ligt te ver weg. Schrijf het jaar met vier cijfers, zoals 2016. Wat je typte blijft staan.</source>
        <translation>This year is too far away. Write the year in four figures, such as 2016. What you typed is still there.</translation>
    </message>
    <message>
        <source>Bestand te groot</source>
        <translation>File too large</translation>
    </message>
    <message>
        <source>Dit bestand is groter dan 25 MB. Het is niet toegevoegd. Maak het kleiner, bijvoorbeeld door in zwart-wit of met minder detail te scannen, of deel het op.</source>
        <translation>This file is larger than 25 MB. It was not added. Make it smaller, for instance by scanning in black and white or with less detail, or split it.</translation>
    </message>
    <message>
        <source>Afbeelding te groot</source>
        <translation>Picture too large</translation>
    </message>
    <message>
        <source>Te veel bladzijden</source>
        <translation>Too many pages</translation>
    </message>
    <message>
        <source>Dit bestand heeft meer dan 500 bladzijden. Het is niet toegevoegd. Deel het op of voeg alleen toe wat voor dit gezin nodig is.</source>
        <translation>This file has more than 500 pages. It was not added. Split it, or add only what is needed for this family.</translation>
    </message>
    <message>
        <source>Leeg bestand</source>
        <translation>Empty file</translation>
    </message>
    <message>
        <source>Er staat niets in dit bestand. Het is niet toegevoegd. Kijk of het goed van de camera of uit de mail is gekomen.</source>
        <translation>There is nothing in this file. It was not added. See whether it came well from the camera or out of the mail.</translation>
    </message>
    <message>
        <source>Dit kan hier niet bij</source>
        <translation>This cannot be added here</translation>
    </message>
    <message>
        <source>Bestand is niet heel</source>
        <translation>File is not whole</translation>
    </message>
    <message>
        <source>Dit bestand is niet te openen: er mist een stuk of het is beschadigd. Het is niet toegevoegd. Haal het opnieuw van de camera, de scanner of uit de mail.</source>
        <translation>This file cannot be opened: a part is missing or it is damaged. It was not added. Take it from the camera, the scanner or the mail again.</translation>
    </message>
    <message>
        <source>Bestand met wachtwoord</source>
        <translation>File with a password</translation>
    </message>
    <message>
        <source>Deze PDF opent alleen met een wachtwoord. Hij is niet toegevoegd, want zonder dat wachtwoord kan een collega hem niet lezen. Bewaar hem zonder wachtwoord; in het dossier staat hij versleuteld.</source>
        <translation>This PDF only opens with a password. It was not added, because without that password a colleague cannot read it. Save it without a password; in the case file it is encrypted.</translation>
    </message>
    <message>
        <source>Bestand niet te lezen</source>
        <translation>File cannot be read</translation>
    </message>
    <message>
        <source>Dit bestand is niet te lezen waar het staat. Het is niet toegevoegd. Kijk of de camera of schijf nog vastzit en of je het bestand mag openen.</source>
        <translation>This file cannot be read where it is. It was not added. See whether the camera or disk is still attached and whether you may open the file.</translation>
    </message>
    <message>
        <source>Staat er al</source>
        <translation>There already</translation>
    </message>
    <message>
        <source>Deze bijlage staat al in dit dossier. Ze is niet nog een keer toegevoegd.</source>
        <translation>This attachment is in this case file already. It was not added again.</translation>
    </message>
    <message>
        <source>Nog niet opgehaald</source>
        <translation>Not fetched yet</translation>
    </message>
    <message>
        <source>De inhoud van deze bijlage is nog niet opgehaald, en de centrale is nu niet te bereiken. Zodra er verbinding is, komt die vanzelf. Open de bijlage dan opnieuw.</source>
        <translation>The content of this attachment has not been fetched yet, and the centre cannot be reached now. It comes by itself as soon as there is a connection. Then open the attachment again.</translation>
    </message>
    <message>
        <source>De inhoud van deze bijlage staat nog niet bij de centrale. Zodra de laptop waarop de bijlage is toegevoegd verbinding heeft gehad, komt die vanzelf. Heb je de bijlage nu nodig? Vraag het aan die collega.</source>
        <translation>The centre does not have the content of this attachment yet. It comes by itself once the laptop on which the attachment was added has been connected. Do you need it now? Ask that colleague.</translation>
    </message>
    <message>
        <source>Nog niet verstuurd door een collega</source>
        <translation>Not sent by a colleague yet</translation>
    </message>
    <message>
        <source>Deze afbeelding heeft meer dan 80 miljoen beeldpunten. Ze is niet toegevoegd. Maak een kleinere foto of scan met minder detail.</source>
        <translation>This picture has more than 80 million pixels. It was not added. Make a smaller photo or scan with less detail.</translation>
    </message>
    <message>
        <source>Hier kunnen foto&apos;s, scans en PDF-bestanden bij. Dit bestand is niet toegevoegd. Bewaar een document eerst als PDF en voeg dat toe.</source>
        <translation>Photos, scans and PDF files can be added here. This file was not added. Save a document as PDF first and add that.</translation>
    </message>
    <message>
        <source>Bijlage beschadigd</source>
        <translation>Attachment damaged</translation>
    </message>
    <message>
        <source>De inhoud van deze bijlage is op deze laptop beschadigd en wordt niet getoond. De rest van het dossier is veilig. Bel je beheerder, of voeg de bijlage opnieuw toe.</source>
        <translation>The content of this attachment is damaged on this laptop and is not shown. The rest of the case file is safe. Call your administrator, or add the attachment again.</translation>
    </message>
    <message>
        <source>Dit kan niet</source>
        <translation>This cannot be done</translation>
    </message>
    <message>
        <source>De centrale deed dit niet: het mag niet met jouw rol, of het is er niet meer. Er is niets veranderd. Vraag het de casusregisseur of je teamleider.</source>
        <translation>The centre did not do this: your role does not allow it, or it is no longer there. Nothing has changed. Ask the case lead or your team leader.</translation>
    </message>
    <message>
        <source>Je hebt al toegang</source>
        <translation>You have access already</translation>
    </message>
    <message>
        <source>Je mag dit dossier al lezen, dus er is niets veranderd. Haal het op met F5; daarna staat het bij Gezinnen.</source>
        <translation>You may read this case file already, so nothing was changed. Fetch it with F5; it is then under Families.</translation>
    </message>
    <message>
        <source>Niet meer aangeboden</source>
        <translation>No longer offered</translation>
    </message>
    <message>
        <source>Wie dit gezin aan je aanbood, is er geen casusregisseur meer. Er is niets veranderd. Overleg met elkaar wie het gezin heeft.</source>
        <translation>Whoever offered you this family no longer leads the case. Nothing has changed. Agree with each other who has the family.</translation>
    </message>
    <message>
        <source>Even wachten</source>
        <translation>Wait a while</translation>
    </message>
    <message>
        <source>Je zocht het laatste uur heel vaak. Er is niets veranderd. Probeer het straks opnieuw, of bel je team.</source>
        <translation>You searched very often in the last hour. Nothing has changed. Try again later, or call your team.</translation>
    </message>
</context>
<context>
    <name>overview</name>
    <message>
        <source>School nog niet bekend</source>
        <translation>School not known yet</translation>
    </message>
    <message>
        <source>Volgende: {contact}</source>
        <translation>Next: {contact}</translation>
    </message>
    <message>
        <source>{kind}, {day} {time}</source>
        <translation>{kind}, {day} {time}</translation>
    </message>
    <message>
        <source>vóór {day}</source>
        <translation>by {day}</translation>
    </message>
</context>
<context>
    <name>palette</name>
    <message>
        <source>Doe</source>
        <translation>Do</translation>
    </message>
    <message>
        <source>Ga naar</source>
        <translation>Go to</translation>
    </message>
    <message>
        <source>Contact noteren</source>
        <translation>Record a contact</translation>
    </message>
    <message>
        <source>Nieuw gezin</source>
        <translation>New family</translation>
    </message>
    <message>
        <source>Bezoek toevoegen</source>
        <translation>Add a visit</translation>
    </message>
    <message>
        <source>Nu versturen en ophalen</source>
        <translation>Send and fetch now</translation>
    </message>
    <message>
        <source>Wachtwoord wijzigen…</source>
        <translation>Change password…</translation>
    </message>
    <message>
        <source>Jouw laptops…</source>
        <translation>Your laptops…</translation>
    </message>
    <message>
        <source>Op slot</source>
        <translation>Lock</translation>
    </message>
</context>
<context>
    <name>passphrases</name>
    <message>
        <source>Te makkelijk. Voeg een woord toe.</source>
        <translation>Too easy. Add a word.</translation>
    </message>
    <message>
        <source>Te kort. Neem vier losse woorden.</source>
        <translation>Too short. Take four loose words.</translation>
    </message>
    <message>
        <source>Dit gebruiken veel mensen al.</source>
        <translation>Many people use this.</translation>
    </message>
    <message>
        <source>Je naam of werkplek raadt men.</source>
        <translation>People guess your name and work.</translation>
    </message>
    <message>
        <source>Woorden van hier raadt men snel.</source>
        <translation>Words of this work are guessed.</translation>
    </message>
    <message>
        <source>Namen raadt men snel.</source>
        <translation>Names are guessed soon.</translation>
    </message>
    <message>
        <source>Een datum raadt men snel.</source>
        <translation>A date is guessed soon.</translation>
    </message>
    <message>
        <source>Een rij toetsen raadt men snel.</source>
        <translation>Keys in a row are guessed soon.</translation>
    </message>
    <message>
        <source>Herhalen maakt het niet sterker.</source>
        <translation>Repeating makes it no stronger.</translation>
    </message>
</context>
<context>
    <name>people</name>
    <message>
        <source>Woont niet in deze huishoudens</source>
        <translation>Does not live in these households</translation>
    </message>
    <message>
        <source>Wonen nog niet bekend</source>
        <translation>Home not known yet</translation>
    </message>
    <message>
        <source>Gezag nog niet nagegaan</source>
        <translation>Authority not looked up yet</translation>
    </message>
    <message>
        <source>Gezag: {who}</source>
        <translation>Authority: {who}</translation>
    </message>
    <message>
        <source>Gezag: {who}, niet nagekeken</source>
        <translation>Authority: {who}, not checked</translation>
    </message>
    <message>
        <source>niemand</source>
        <translation>nobody</translation>
    </message>
    <message>
        <source>Krijgt hulp</source>
        <translation>Gets help</translation>
    </message>
    <message>
        <source>Tolk: {language}</source>
        <translation>Interpreter: {language}</translation>
    </message>
</context>
<context>
    <name>search</name>
    <message>
        <source>altijd</source>
        <translation>any time</translation>
    </message>
    <message>
        <source>laatste 30 dagen</source>
        <translation>last 30 days</translation>
    </message>
    <message>
        <source>laatste 3 maanden</source>
        <translation>last 3 months</translation>
    </message>
    <message>
        <source>dit jaar</source>
        <translation>this year</translation>
    </message>
    <message>
        <source>vorig jaar</source>
        <translation>last year</translation>
    </message>
    <message>
        <source>van … tot en met …</source>
        <translation>from … up to and including …</translation>
    </message>
    <message>
        <source>Lijkt erop</source>
        <translation>Close match</translation>
    </message>
    <message>
        <source>Namen en adressen</source>
        <translation>Names and addresses</translation>
    </message>
    <message>
        <source>Verslagen</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Plannen</source>
        <translation>Plans</translation>
    </message>
    <message>
        <source>School</source>
        <translation>School</translation>
    </message>
    <message>
        <source>Bijlagen</source>
        <translation>Attachments</translation>
    </message>
    <message>
        <source>De zoekindex wordt nog bijgewerkt: wat net binnenkwam, vind je zo.</source>
        <translation>The search index is still being updated: what just came in can be found shortly.</translation>
    </message>
    <message>
        <source>Gezin zonder naam</source>
        <translation>Family without a name</translation>
    </message>
</context>
<context>
    <name>sending</name>
    <message>
        <source>Alles verstuurd · {moment}</source>
        <translation>All sent · {moment}</translation>
    </message>
    <message>
        <source>Meld deze laptop opnieuw aan</source>
        <translation>Enrol this laptop again</translation>
    </message>
    <message>
        <source>Bezig met versturen…</source>
        <translation>Sending…</translation>
    </message>
    <message>
        <source>Geen verbinding</source>
        <translation>No connection</translation>
    </message>
    <message>
        <source>Niet toegelaten</source>
        <translation>Not admitted</translation>
    </message>
    <message>
        <source>Eerst bijwerken</source>
        <translation>Update first</translation>
    </message>
    <message>
        <source>De centrale loopt achter</source>
        <translation>The centre lags behind</translation>
    </message>
    <message>
        <source>Nog niet alles verstuurd</source>
        <translation>Not everything sent yet</translation>
    </message>
    <message>
        <source>Nog niet opgehaald</source>
        <translation>Nothing fetched yet</translation>
    </message>
    <message>
        <source>{count} nog te versturen</source>
        <translation>{count} to be sent</translation>
    </message>
    <message>
        <source>1 keuze voor jou</source>
        <translation>1 choice for you</translation>
    </message>
    <message>
        <source>{count} keuzes voor jou</source>
        <translation>{count} choices for you</translation>
    </message>
    <message>
        <source>1 wijziging apart gezet</source>
        <translation>1 change set apart</translation>
    </message>
    <message>
        <source>{count} wijzigingen apart gezet</source>
        <translation>{count} changes set apart</translation>
    </message>
    <message>
        <source>1 verslag</source>
        <translation>1 note</translation>
    </message>
    <message>
        <source>{count} verslagen</source>
        <translation>{count} notes</translation>
    </message>
    <message>
        <source>1 alinea</source>
        <translation>1 paragraph</translation>
    </message>
    <message>
        <source>{count} alinea&apos;s</source>
        <translation>{count} paragraphs</translation>
    </message>
    <message>
        <source>1 afspraak</source>
        <translation>1 agreement</translation>
    </message>
    <message>
        <source>{count} afspraken</source>
        <translation>{count} agreements</translation>
    </message>
    <message>
        <source>1 doel</source>
        <translation>1 goal</translation>
    </message>
    <message>
        <source>{count} doelen</source>
        <translation>{count} goals</translation>
    </message>
    <message>
        <source>1 plan</source>
        <translation>1 plan</translation>
    </message>
    <message>
        <source>{count} plannen</source>
        <translation>{count} plans</translation>
    </message>
    <message>
        <source>1 uitspraak</source>
        <translation>1 statement</translation>
    </message>
    <message>
        <source>{count} uitspraken</source>
        <translation>{count} statements</translation>
    </message>
    <message>
        <source>1 contact</source>
        <translation>1 contact</translation>
    </message>
    <message>
        <source>{count} contacten</source>
        <translation>{count} contacts</translation>
    </message>
    <message>
        <source>1 gezin</source>
        <translation>1 family</translation>
    </message>
    <message>
        <source>{count} gezinnen</source>
        <translation>{count} families</translation>
    </message>
    <message>
        <source>1 persoon</source>
        <translation>1 person</translation>
    </message>
    <message>
        <source>{count} personen</source>
        <translation>{count} people</translation>
    </message>
    <message>
        <source>1 huishouden</source>
        <translation>1 household</translation>
    </message>
    <message>
        <source>{count} huishoudens</source>
        <translation>{count} households</translation>
    </message>
    <message>
        <source>1 woonplek</source>
        <translation>1 home</translation>
    </message>
    <message>
        <source>{count} woonplekken</source>
        <translation>{count} homes</translation>
    </message>
    <message>
        <source>1 relatie</source>
        <translation>1 relationship</translation>
    </message>
    <message>
        <source>{count} relaties</source>
        <translation>{count} relationships</translation>
    </message>
    <message>
        <source>1 ouder-kindband</source>
        <translation>1 parent-child link</translation>
    </message>
    <message>
        <source>{count} ouder-kindbanden</source>
        <translation>{count} parent-child links</translation>
    </message>
    <message>
        <source>1 keer gezag</source>
        <translation>1 record of parental authority</translation>
    </message>
    <message>
        <source>{count} keer gezag</source>
        <translation>{count} records of parental authority</translation>
    </message>
    <message>
        <source>1 school van een kind</source>
        <translation>1 child’s school</translation>
    </message>
    <message>
        <source>{count} scholen van kinderen</source>
        <translation>{count} children’s schools</translation>
    </message>
    <message>
        <source>1 bijlage</source>
        <translation>1 attachment</translation>
    </message>
    <message>
        <source>{count} bijlagen</source>
        <translation>{count} attachments</translation>
    </message>
    <message>
        <source>1 betrokkene</source>
        <translation>1 person involved</translation>
    </message>
    <message>
        <source>{count} betrokkenen</source>
        <translation>{count} people involved</translation>
    </message>
    <message>
        <source>1 keuze</source>
        <translation>1 choice</translation>
    </message>
    <message>
        <source>{count} keuzes</source>
        <translation>{count} choices</translation>
    </message>
    <message>
        <source>1 ander onderdeel</source>
        <translation>1 other item</translation>
    </message>
    <message>
        <source>{count} andere onderdelen</source>
        <translation>{count} other items</translation>
    </message>
    <message>
        <source>Niets</source>
        <translation>Nothing</translation>
    </message>
    <message>
        <source>1 wijziging, bewaard op deze laptop</source>
        <translation>1 change, kept on this laptop</translation>
    </message>
    <message>
        <source>{count} wijzigingen, bewaard op deze laptop</source>
        <translation>{count} changes, kept on this laptop</translation>
    </message>
    <message>
        <source>{what}. Op deze laptop is te weinig ruimte om die vanzelf op te halen: open een bijlage om die op te halen, of maak ruimte op de schijf.</source>
        <translation>{what}. This laptop has too little room to fetch them by itself: open an attachment to fetch it, or make room on the disk.</translation>
    </message>
    <message>
        <source>De centrale laat je niet bij dit dossier, of het is er niet meer. Wat je schreef, blijft hier bewaard. Vraag de casusregisseur wat ermee moet gebeuren.</source>
        <translation>The centre does not let you into this case file, or it is no longer there. What you wrote is kept here. Ask the case lead what is to be done with it.</translation>
    </message>
    <message>
        <source>Dit mag alleen de casusregisseur veranderen. Wat je schreef, blijft hier bewaard. Vraag het aan die collega.</source>
        <translation>Only the case lead may change this. What you wrote is kept here. Ask that colleague.</translation>
    </message>
    <message>
        <source>Dit verslag was al ondertekend en blijft zoals het is. Wat je schreef, blijft hier bewaard. Maak een nieuwe versie en zet het daarin.</source>
        <translation>This note was signed already and stays as it is. What you wrote is kept here. Make a new version and put it there.</translation>
    </message>
    <message>
        <source>Wat je introk, heeft de centrale nooit gehad. Er is niets weg en je hoeft niets te doen.</source>
        <translation>The centre never had what you withdrew. Nothing is lost and you need not do anything.</translation>
    </message>
    <message>
        <source>Dit is te groot om in één keer te versturen. Het blijft hier bewaard. Verdeel de tekst over meer alinea&apos;s, of bel je beheerder.</source>
        <translation>This is too large to send at once. It is kept here. Divide the text over more paragraphs, or call your administrator.</translation>
    </message>
    <message>
        <source>Dit hoort bij een andere wijziging die apart staat. Het blijft hier bewaard. Kijk eerst naar die andere wijziging.</source>
        <translation>This belongs to another change that is set apart. It is kept here. Look at that other change first.</translation>
    </message>
    <message>
        <source>De centrale kon dit niet verwerken. Het blijft hier bewaard. Bel je beheerder en noem deze code: {code}.</source>
        <translation>The centre could not process this. It is kept here. Call your administrator and give this code: {code}.</translation>
    </message>
    <message>
        <source>Je bent niet meer betrokken bij dit gezin. Wat nog niet verstuurd was, ligt bij de casusregisseur.</source>
        <translation>You are no longer involved with this family. What had not been sent yet is with the case lead.</translation>
    </message>
    <message>
        <source>Dit is gemaakt met een nieuwere versie van MVS Desktop. Beide teksten zijn bewaard. Werk het programma bij; dan kun je kiezen.</source>
        <translation>This was made with a newer version of MVS Desktop. Both texts are kept. Update the program; then you can choose.</translation>
    </message>
    <message>
        <source>Dit is nog niet helemaal op deze laptop. Beide teksten zijn bewaard. Haal het eerst op; dan kun je kiezen.</source>
        <translation>Part of this is not on this laptop yet. Both texts are kept. Fetch it first; then you can choose.</translation>
    </message>
    <message>
        <source>De een trok dit in terwijl de ander het veranderde. Er is niets weg. Kies of het in het dossier blijft.</source>
        <translation>One withdrew this while the other changed it. Nothing is gone. Choose whether it stays in the file.</translation>
    </message>
    <message>
        <source>De een veranderde dit terwijl de ander het introk. De tekst is bewaard. Kies of het ingetrokken blijft.</source>
        <translation>One changed this while the other withdrew it. The text is kept. Choose whether it stays withdrawn.</translation>
    </message>
    <message>
        <source>Je hebt dit op twee laptops veranderd. Beide teksten zijn bewaard. Kies welke geldt of schrijf een nieuwe.</source>
        <translation>You changed this on two laptops. Both texts are kept. Choose which one stands or write a new one.</translation>
    </message>
    <message>
        <source>Twee collega&apos;s hebben dit allebei veranderd. Beide teksten zijn bewaard. Kies welke geldt of schrijf een nieuwe.</source>
        <translation>Two colleagues both changed this. Both texts are kept. Choose which one stands or write a new one.</translation>
    </message>
    <message>
        <source>Jij en een collega hebben dit allebei veranderd. Beide teksten zijn bewaard. Kies welke geldt of schrijf een nieuwe.</source>
        <translation>You and a colleague both changed this. Both texts are kept. Choose which one stands or write a new one.</translation>
    </message>
    <message>
        <source>Laat het staan</source>
        <translation>Leave it in</translation>
    </message>
    <message>
        <source>Trek het in</source>
        <translation>Withdraw it</translation>
    </message>
    <message>
        <source>Zet het terug</source>
        <translation>Put it back</translation>
    </message>
    <message>
        <source>Laat het ingetrokken</source>
        <translation>Leave it withdrawn</translation>
    </message>
    <message>
        <source>Zet het terug met deze tekst</source>
        <translation>Put it back with this text</translation>
    </message>
    <message>
        <source>Laat dit gelden</source>
        <translation>Let this stand</translation>
    </message>
    <message>
        <source>Kies deze</source>
        <translation>Choose this one</translation>
    </message>
    <message>
        <source>{name} (jij)</source>
        <translation>{name} (you)</translation>
    </message>
    <message>
        <source>Veranderd {moment}</source>
        <translation>Changed {moment}</translation>
    </message>
    <message>
        <source>Ingetrokken: uit het dossier</source>
        <translation>Withdrawn: out of the file</translation>
    </message>
    <message>
        <source>Veranderd of weggehaald: {words}</source>
        <translation>Changed or removed: {words}</translation>
    </message>
    <message>
        <source>Anders: {words}</source>
        <translation>Different: {words}</translation>
    </message>
    <message>
        <source>… {count} alinea&apos;s hetzelfde …</source>
        <translation>… {count} paragraphs the same …</translation>
    </message>
</context>
<context>
    <name>shell</name>
    <message>
        <source>Vandaag</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Gezinnen</source>
        <translation>Families</translation>
    </message>
    <message>
        <source>Zoeken</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Losse notities</source>
        <translation>Loose notes</translation>
    </message>
    <message>
        <source>Versturen en ophalen</source>
        <translation>Send and fetch</translation>
    </message>
</context>
<context>
    <name>shortcuts</name>
    <message>
        <source>Zoek of doe</source>
        <translation>Search or do</translation>
    </message>
    <message>
        <source>Contact noteren</source>
        <translation>Record a contact</translation>
    </message>
    <message>
        <source>Naar een scherm in het menu</source>
        <translation>To a screen in the menu</translation>
    </message>
    <message>
        <source>Naar een tabblad van het gezin</source>
        <translation>To a tab of the family</translation>
    </message>
    <message>
        <source>Terug</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Vooruit</source>
        <translation>Forward</translation>
    </message>
    <message>
        <source>Volgend deel van het scherm</source>
        <translation>Next part of the screen</translation>
    </message>
    <message>
        <source>Vorig deel van het scherm</source>
        <translation>Previous part of the screen</translation>
    </message>
    <message>
        <source>Nieuw gezin</source>
        <translation>New family</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Versturen en ophalen</source>
        <translation>Send and fetch</translation>
    </message>
    <message>
        <source>Scherm afdekken</source>
        <translation>Cover the screen</translation>
    </message>
    <message>
        <source>Op slot</source>
        <translation>Lock</translation>
    </message>
    <message>
        <source>Terugdraaien</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Opnieuw</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>Geschiedenis</source>
        <translation>History</translation>
    </message>
    <message>
        <source>Deze lijst</source>
        <translation>This list</translation>
    </message>
    <message>
        <source>Volgend veld</source>
        <translation>Next field</translation>
    </message>
    <message>
        <source>Naar een andere rij</source>
        <translation>To another row</translation>
    </message>
    <message>
        <source>Openen</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Klaar</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Paneel sluiten</source>
        <translation>Close panel</translation>
    </message>
</context>
<context>
    <name>team</name>
    <message>
        <source>{name} nam je gezin over.</source>
        <translation>{name} took over your family.</translation>
    </message>
    <message>
        <source>{name} neemt je gezin niet over.</source>
        <translation>{name} does not take over your family.</translation>
    </message>
    <message>
        <source>{name} antwoordde niet op je vraag.</source>
        <translation>{name} did not answer your question.</translation>
    </message>
    <message>
        <source>Je vroeg {name} een gezin over te nemen.</source>
        <translation>You asked {name} to take over a family.</translation>
    </message>
    <message>
        <source>Gezin zonder naam</source>
        <translation>Family without a name</translation>
    </message>
    <message>
        <source>Apart gezet</source>
        <translation>Set apart</translation>
    </message>
    <message>
        <source>{name}: “{reason}” · tot {moment}</source>
        <translation>{name}: “{reason}” · until {moment}</translation>
    </message>
    <message>
        <source>{name}: “{reason}”</source>
        <translation>{name}: “{reason}”</translation>
    </message>
    <message>
        <source>Noodtoegang</source>
        <translation>Emergency access</translation>
    </message>
    <message>
        <source>Gezien</source>
        <translation>Seen</translation>
    </message>
    <message>
        <source>{name} vraagt of je een gezin overneemt</source>
        <translation>{name} asks whether you take over a family</translation>
    </message>
    <message>
        <source>Antwoorden kan tot {moment}</source>
        <translation>Can be answered until {moment}</translation>
    </message>
    <message>
        <source>1 wijziging van een collega die stopte</source>
        <translation>1 change of a colleague who stopped</translation>
    </message>
    <message>
        <source>{count} wijzigingen van een collega die stopte</source>
        <translation>{count} changes of a colleague who stopped</translation>
    </message>
    <message>
        <source>Is {name}, geboren {day}, al bekend?</source>
        <translation>Is {name}, born {day}, known already?</translation>
    </message>
    <message>
        <source>Dit kijken we na zodra er verbinding is.</source>
        <translation>We look this up as soon as there is a connection.</translation>
    </message>
    <message>
        <source>Bekend bij een collega. Overleg met de casusregisseur.</source>
        <translation>Known to a colleague. Talk to the case lead.</translation>
    </message>
    <message>
        <source>Niet bekend bij een collega.</source>
        <translation>Not known to a colleague.</translation>
    </message>
</context>
<context>
    <name>terminal</name>
    <message>
        <source>Wachtwoord: </source>
        <translation>Password: </translation>
    </message>
    <message>
        <source>Op deze laptop staan nog geen dossiers.</source>
        <translation>There are no files on this laptop yet.</translation>
    </message>
    <message>
        <source>De centrale heeft nog geen regel bevestigd.</source>
        <translation>The centre has not confirmed any line yet.</translation>
    </message>
    <message>
        <source>De centrale heeft de regels tot en met {number} bevestigd op {moment}.</source>
        <translation>The centre confirmed the lines up to and including {number} on {moment}.</translation>
    </message>
    <message>
        <source>Toen sloten ze niet aan op wat de centrale al had ({code}). Bel je beheerder.</source>
        <translation>They did not follow from what the centre already had ({code}). Call your administrator.</translation>
    </message>
    <message>
        <source>{count} regels nagekeken.</source>
        <translation>{count} lines verified.</translation>
    </message>
    <message>
        <source>Alles sluit aan, ook op het zegel in de sleutelbos.</source>
        <translation>All of it is sound, also against the seal in the keyring.</translation>
    </message>
    <message>
        <source>Alles sluit aan. Er was nog geen zegel in de sleutelbos.</source>
        <translation>All of it is sound. There was no seal in the keyring yet.</translation>
    </message>
    <message>
        <source>Regel {number}, {moment}: er is een reservekopie teruggezet.</source>
        <translation>Line {number}, {moment}: a backup was put back.</translation>
    </message>
    <message>
        <source>Regel {number}, {moment}: toen is gevonden dat iets niet aansloot ({code}).</source>
        <translation>Line {number}, {moment}: it was found then that something did not follow ({code}).</translation>
    </message>
</context>
<context>
    <name>today</name>
    <message>
        <source>Te laat</source>
        <translation>Late</translation>
    </message>
    <message>
        <source>Vandaag</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Deze week</source>
        <translation>This week</translation>
    </message>
    <message>
        <source>Losse notitie</source>
        <translation>Loose note</translation>
    </message>
    <message>
        <source>Gezin nog zonder naam</source>
        <translation>Family without a name yet</translation>
    </message>
    <message>
        <source>Tolk geregeld</source>
        <translation>Interpreter arranged</translation>
    </message>
    <message>
        <source>Tolk nog regelen</source>
        <translation>Interpreter still to arrange</translation>
    </message>
    <message>
        <source>Nog geen verslag</source>
        <translation>No note yet</translation>
    </message>
    <message>
        <source>Verslag gemaakt</source>
        <translation>Note made</translation>
    </message>
    <message>
        <source>Verslag van {day} nog niet ondertekend</source>
        <translation>Note, {day}: not signed yet</translation>
    </message>
    <message>
        <source>{kind} van {day} nog zonder verslag</source>
        <translation>{kind}, {day}: no note yet</translation>
    </message>
    <message>
        <source>Al {days} zonder gezin</source>
        <translation>Without a family for {days}</translation>
    </message>
    <message>
        <source>Afspraak</source>
        <translation>Agreement</translation>
    </message>
    <message>
        <source>Plan evalueren</source>
        <translation>Review the plan</translation>
    </message>
    <message>
        <source>Gezag nog niet nagekeken</source>
        <translation>Parental authority not checked yet</translation>
    </message>
    <message>
        <source>Eerste contact nog niet geweest</source>
        <translation>First contact still to come</translation>
    </message>
    <message>
        <source>Twee teksten: kies welke geldt</source>
        <translation>Two texts: choose which one stands</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>moeder</source>
        <translation>mother</translation>
    </message>
    <message>
        <source>vader</source>
        <translation>father</translation>
    </message>
    <message>
        <source>ouder</source>
        <translation>parent</translation>
    </message>
    <message>
        <source>pleegmoeder</source>
        <translation>foster mother</translation>
    </message>
    <message>
        <source>pleegvader</source>
        <translation>foster father</translation>
    </message>
    <message>
        <source>pleegouder</source>
        <translation>foster parent</translation>
    </message>
    <message>
        <source>stiefmoeder</source>
        <translation>stepmother</translation>
    </message>
    <message>
        <source>stiefvader</source>
        <translation>stepfather</translation>
    </message>
    <message>
        <source>stiefouder</source>
        <translation>step-parent</translation>
    </message>
    <message>
        <source>donor</source>
        <translation>donor</translation>
    </message>
    <message>
        <source>oma</source>
        <translation>grandmother</translation>
    </message>
    <message>
        <source>opa</source>
        <translation>grandfather</translation>
    </message>
    <message>
        <source>grootouder</source>
        <translation>grandparent</translation>
    </message>
    <message>
        <source>overgrootmoeder</source>
        <translation>great-grandmother</translation>
    </message>
    <message>
        <source>overgrootvader</source>
        <translation>great-grandfather</translation>
    </message>
    <message>
        <source>overgrootouder</source>
        <translation>great-grandparent</translation>
    </message>
    <message>
        <source>voorouder</source>
        <translation>ancestor</translation>
    </message>
    <message>
        <source>zus</source>
        <translation>sister</translation>
    </message>
    <message>
        <source>broer</source>
        <translation>brother</translation>
    </message>
    <message>
        <source>broer of zus</source>
        <translation>brother or sister</translation>
    </message>
    <message>
        <source>halfzus</source>
        <translation>half-sister</translation>
    </message>
    <message>
        <source>halfbroer</source>
        <translation>half-brother</translation>
    </message>
    <message>
        <source>halfbroer of halfzus</source>
        <translation>half-brother or half-sister</translation>
    </message>
    <message>
        <source>stiefzus</source>
        <translation>stepsister</translation>
    </message>
    <message>
        <source>stiefbroer</source>
        <translation>stepbrother</translation>
    </message>
    <message>
        <source>stiefbroer of stiefzus</source>
        <translation>stepbrother or stepsister</translation>
    </message>
    <message>
        <source>pleegzus</source>
        <translation>foster sister</translation>
    </message>
    <message>
        <source>pleegbroer</source>
        <translation>foster brother</translation>
    </message>
    <message>
        <source>pleegbroer of pleegzus</source>
        <translation>foster brother or sister</translation>
    </message>
    <message>
        <source>tante</source>
        <translation>aunt</translation>
    </message>
    <message>
        <source>oom</source>
        <translation>uncle</translation>
    </message>
    <message>
        <source>oom of tante</source>
        <translation>uncle or aunt</translation>
    </message>
    <message>
        <source>nicht</source>
        <translation>cousin</translation>
    </message>
    <message>
        <source>neef</source>
        <translation>cousin</translation>
    </message>
    <message>
        <source>neef of nicht</source>
        <translation>cousin</translation>
    </message>
    <message>
        <source>nichtje</source>
        <translation>niece</translation>
    </message>
    <message>
        <source>neefje</source>
        <translation>nephew</translation>
    </message>
    <message>
        <source>neefje of nichtje</source>
        <translation>nephew or niece</translation>
    </message>
    <message>
        <source>dochter</source>
        <translation>daughter</translation>
    </message>
    <message>
        <source>zoon</source>
        <translation>son</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>child</translation>
    </message>
    <message>
        <source>pleegdochter</source>
        <translation>foster daughter</translation>
    </message>
    <message>
        <source>pleegzoon</source>
        <translation>foster son</translation>
    </message>
    <message>
        <source>pleegkind</source>
        <translation>foster child</translation>
    </message>
    <message>
        <source>stiefdochter</source>
        <translation>stepdaughter</translation>
    </message>
    <message>
        <source>stiefzoon</source>
        <translation>stepson</translation>
    </message>
    <message>
        <source>stiefkind</source>
        <translation>stepchild</translation>
    </message>
    <message>
        <source>partner</source>
        <translation>partner</translation>
    </message>
    <message>
        <source>ex-partner</source>
        <translation>ex-partner</translation>
    </message>
    <message>
        <source>{word} van {names}</source>
        <translation>{word} of {names}</translation>
    </message>
    <message>
        <source>Gezin</source>
        <translation>Family</translation>
    </message>
    <message>
        <source>School</source>
        <translation>School</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Losse notities</source>
        <translation>Loose notes</translation>
    </message>
    <message>
        <source>Aanmelding</source>
        <translation>Intake</translation>
    </message>
    <message>
        <source>Vraagverheldering</source>
        <translation>Exploring</translation>
    </message>
    <message>
        <source>Plan maken</source>
        <translation>Making the plan</translation>
    </message>
    <message>
        <source>Uitvoering</source>
        <translation>Under way</translation>
    </message>
    <message>
        <source>Nazorg</source>
        <translation>Aftercare</translation>
    </message>
    <message>
        <source>Afgesloten</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>Casusregisseur</source>
        <translation>Case lead (casusregisseur)</translation>
    </message>
    <message>
        <source>Vervanger</source>
        <translation>Deputy</translation>
    </message>
    <message>
        <source>Betrokken</source>
        <translation>Involved</translation>
    </message>
    <message>
        <source>Leest mee</source>
        <translation>Reads along</translation>
    </message>
    <message>
        <source>Gedragswetenschapper</source>
        <translation>Behavioural scientist</translation>
    </message>
    <message>
        <source>Teamleider</source>
        <translation>Team leader</translation>
    </message>
    <message>
        <source>Basis</source>
        <translation>Basics</translation>
    </message>
    <message>
        <source>Zorg</source>
        <translation>Care</translation>
    </message>
    <message>
        <source>Veiligheid</source>
        <translation>Safety</translation>
    </message>
    <message>
        <source>Vrouw</source>
        <translation>Woman</translation>
    </message>
    <message>
        <source>Man</source>
        <translation>Man</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>Onbekend</source>
        <translation>Unknown</translation>
    </message>
    <message>
        <source>Nog niet geboren</source>
        <translation>Not born yet</translation>
    </message>
    <message>
        <source>Niet ingeschreven</source>
        <translation>Not registered</translation>
    </message>
    <message>
        <source>Nog niet vastgesteld</source>
        <translation>Not established yet</translation>
    </message>
    <message>
        <source>Wil het niet geven</source>
        <translation>Does not want to give it</translation>
    </message>
    <message>
        <source>Getrouwd</source>
        <translation>Married</translation>
    </message>
    <message>
        <source>Geregistreerd partners</source>
        <translation>Registered partners</translation>
    </message>
    <message>
        <source>Samenwonend</source>
        <translation>Living together</translation>
    </message>
    <message>
        <source>Relatie</source>
        <translation>Relationship</translation>
    </message>
    <message>
        <source>Verloofd</source>
        <translation>Engaged</translation>
    </message>
    <message>
        <source>Uit elkaar</source>
        <translation>Separated</translation>
    </message>
    <message>
        <source>Gescheiden</source>
        <translation>Divorced</translation>
    </message>
    <message>
        <source>Door overlijden</source>
        <translation>By death</translation>
    </message>
    <message>
        <source>Biologisch</source>
        <translation>Biological</translation>
    </message>
    <message>
        <source>Juridisch, door geboorte</source>
        <translation>Legal, by birth</translation>
    </message>
    <message>
        <source>Juridisch, erkend</source>
        <translation>Legal, by recognition</translation>
    </message>
    <message>
        <source>Juridisch, adoptie</source>
        <translation>Legal, by adoption</translation>
    </message>
    <message>
        <source>Juridisch, door de rechter</source>
        <translation>Legal, by the court</translation>
    </message>
    <message>
        <source>Pleegouder</source>
        <translation>Foster parent</translation>
    </message>
    <message>
        <source>Stiefouder</source>
        <translation>Step-parent</translation>
    </message>
    <message>
        <source>Donor</source>
        <translation>Donor</translation>
    </message>
    <message>
        <source>Gezamenlijk gezag</source>
        <translation>Joint authority</translation>
    </message>
    <message>
        <source>Eenhoofdig gezag</source>
        <translation>Sole authority</translation>
    </message>
    <message>
        <source>Voogdij, persoon</source>
        <translation>Guardianship, person</translation>
    </message>
    <message>
        <source>Voogdij, instelling</source>
        <translation>Guardianship, institution</translation>
    </message>
    <message>
        <source>Geen gezag</source>
        <translation>No authority</translation>
    </message>
    <message>
        <source>Gezagsregister</source>
        <translation>Authority register</translation>
    </message>
    <message>
        <source>Beschikking van de rechter</source>
        <translation>Court order</translation>
    </message>
    <message>
        <source>Foto</source>
        <translation>Photo</translation>
    </message>
    <message>
        <source>Foto van de flap</source>
        <translation>Photo of the flip chart</translation>
    </message>
    <message>
        <source>Tekening</source>
        <translation>Drawing</translation>
    </message>
    <message>
        <source>Brief</source>
        <translation>Letter</translation>
    </message>
    <message>
        <source>Rapport</source>
        <translation>Report</translation>
    </message>
    <message>
        <source>Schoolverslag</source>
        <translation>School report</translation>
    </message>
    <message>
        <source>Getekende toestemming</source>
        <translation>Signed consent</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Iets anders</source>
        <translation>Something else</translation>
    </message>
    <message>
        <source>JPEG-foto</source>
        <translation>JPEG photo</translation>
    </message>
    <message>
        <source>PNG-afbeelding</source>
        <translation>PNG picture</translation>
    </message>
    <message>
        <source>WebP-afbeelding</source>
        <translation>WebP picture</translation>
    </message>
    <message>
        <source>TIFF-scan</source>
        <translation>TIFF scan</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Van rechtswege</source>
        <translation>By operation of law</translation>
    </message>
    <message>
        <source>Verteld, nog niet nagekeken</source>
        <translation>Told, not checked yet</translation>
    </message>
    <message>
        <source>Gaat naar school</source>
        <translation>Goes to school</translation>
    </message>
    <message>
        <source>Nog niet op school</source>
        <translation>Not at school yet</translation>
    </message>
    <message>
        <source>Van school</source>
        <translation>Left school</translation>
    </message>
    <message>
        <source>Gezinsplan</source>
        <translation>Family plan</translation>
    </message>
    <message>
        <source>Familiegroepsplan</source>
        <translation>Family group plan</translation>
    </message>
    <message>
        <source>Ondersteuningsplan school</source>
        <translation>School support plan</translation>
    </message>
    <message>
        <source>Veiligheidsplan</source>
        <translation>Safety plan</translation>
    </message>
    <message>
        <source>Concept</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>Besproken</source>
        <translation>Discussed</translation>
    </message>
    <message>
        <source>Vastgesteld</source>
        <translation>Agreed</translation>
    </message>
    <message>
        <source>Vrije tijd</source>
        <translation>Free time</translation>
    </message>
    <message>
        <source>Wat gaat goed</source>
        <translation>What goes well</translation>
    </message>
    <message>
        <source>Zorgen</source>
        <translation>Worries</translation>
    </message>
    <message>
        <source>Wat moet er gebeuren</source>
        <translation>What must happen</translation>
    </message>
    <message>
        <source>Loopt</source>
        <translation>Ongoing</translation>
    </message>
    <message>
        <source>Behaald</source>
        <translation>Achieved</translation>
    </message>
    <message>
        <source>Deels behaald</source>
        <translation>Partly achieved</translation>
    </message>
    <message>
        <source>Gestopt</source>
        <translation>Stopped</translation>
    </message>
    <message>
        <source>Telefoon</source>
        <translation>Phone</translation>
    </message>
    <message>
        <source>App of sms</source>
        <translation>App or text</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Email</translation>
    </message>
    <message>
        <source>Gesprek</source>
        <translation>Talk</translation>
    </message>
    <message>
        <source>Huisbezoek</source>
        <translation>Home visit</translation>
    </message>
    <message>
        <source>Geen gehoor</source>
        <translation>No answer</translation>
    </message>
    <message>
        <source>Gepland</source>
        <translation>Planned</translation>
    </message>
    <message>
        <source>Geweest</source>
        <translation>Took place</translation>
    </message>
    <message>
        <source>Afgezegd</source>
        <translation>Cancelled</translation>
    </message>
    <message>
        <source>Feit</source>
        <translation>Fact</translation>
    </message>
    <message>
        <source>Mening</source>
        <translation>Opinion</translation>
    </message>
    <message>
        <source>Afspraak</source>
        <translation>Agreement</translation>
    </message>
    <message>
        <source>Keuze open</source>
        <translation>Choice open</translation>
    </message>
    <message>
        <source>Gekozen</source>
        <translation>Chosen</translation>
    </message>
    <message>
        <source>nl</source>
        <translation>en</translation>
    </message>
    <message>
        <source>vandaag</source>
        <translation>today</translation>
    </message>
    <message>
        <source>morgen</source>
        <translation>tomorrow</translation>
    </message>
    <message>
        <source>gisteren</source>
        <translation>yesterday</translation>
    </message>
    <message>
        <source>{day}, {time}</source>
        <translation>{day}, {time}</translation>
    </message>
    <message>
        <source>sinds {date}</source>
        <translation>since {date}</translation>
    </message>
    <message>
        <source>tot {date}</source>
        <translation>until {date}</translation>
    </message>
    <message>
        <source>1 dag</source>
        <translation>1 day</translation>
    </message>
    <message>
        <source>{count} dagen</source>
        <translation>{count} days</translation>
    </message>
    <message>
        <source>{years} jaar</source>
        <translation>{years} years</translation>
    </message>
    <message>
        <source>jonger dan 1 jaar</source>
        <translation>under 1 year</translation>
    </message>
    <message>
        <source>ongeveer 1 jaar</source>
        <translation>about 1 year</translation>
    </message>
    <message>
        <source>ongeveer {years} jaar</source>
        <translation>about {years} years</translation>
    </message>
    <message>
        <source>overleden</source>
        <translation>deceased</translation>
    </message>
    <message>
        <source>overleden in {date}</source>
        <translation>died in {date}</translation>
    </message>
    <message>
        <source>overleden {date}</source>
        <translation>died {date}</translation>
    </message>
    <message>
        <source>nog niet geboren</source>
        <translation>not born yet</translation>
    </message>
    <message>
        <source>uitgerekend {date}</source>
        <translation>due {date}</translation>
    </message>
    <message>
        <source>{count} maanden</source>
        <translation>{count} months</translation>
    </message>
    <message>
        <source>1 week</source>
        <translation>1 week</translation>
    </message>
    <message>
        <source>{count} weken</source>
        <translation>{count} weeks</translation>
    </message>
    <message>
        <source>Ongeboren kind</source>
        <translation>Unborn child</translation>
    </message>
    <message>
        <source>Naam nog onbekend</source>
        <translation>Name not known yet</translation>
    </message>
    <message>
        <source>het ongeboren kind</source>
        <translation>the unborn child</translation>
    </message>
    <message>
        <source>iemand zonder naam</source>
        <translation>someone without a name</translation>
    </message>
    <message>
        <source>{first} en {last}</source>
        <translation>{first} and {last}</translation>
    </message>
</context>
</TS>
